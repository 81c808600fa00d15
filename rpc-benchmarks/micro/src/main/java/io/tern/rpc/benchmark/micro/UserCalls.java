// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Whole calls with one way between the two sides for each subclass, so that the same calls can be compared. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class UserCalls {
    private static final int WINDOW = 100;

    @Param({"all", "direct"})
    public String dispatcher = "";

    FutureUserService users;

    ConfigElement protocol() {
        return ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo").set("dispatcher", dispatcher);
    }

    /** In the process, nothing is copied. */
    @Benchmark
    public boolean existUser() {
        return users.existUser("doe4711@example.com");
    }

    /** In the process, the result is copied. */
    @Benchmark
    public User getUser() {
        return users.getUser(4711);
    }

    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public List<CompletableFuture<User>> findUserWindow() {
        List<CompletableFuture<User>> all = new ArrayList<>(WINDOW);
        for (int i = 0; i < WINDOW; i++) {
            all.add(users.findUser(i));
        }
        all.forEach(CompletableFuture::join);
        return all;
    }
}
