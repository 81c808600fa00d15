// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.core.Tern;
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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Whole calls inside the process: {@link CallBenchmark} without the socket. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InProcessBenchmark {
    private static final int WINDOW = 100;

    @Param({"all", "direct"})
    public String dispatcher = "";

    private Tern tern;
    private FutureUserService users;

    @Setup
    public void start() {
        ConfigElement protocol =
                ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo").set("dispatcher", dispatcher);
        tern = Tern.builder().application("both").element(protocol).start();
        tern.export(FutureUserService.class, new FixedUsers(), attributes -> attributes.set("scope", "local"));
        users = tern.refer(FutureUserService.class, attributes -> attributes.set("timeout", 10_000))
                .get();
    }

    @TearDown
    public void stop() {
        tern.close();
    }

    /** Nothing is copied. */
    @Benchmark
    public boolean existUser() {
        return users.existUser("doe4711@example.com");
    }

    /** The result is copied. */
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
