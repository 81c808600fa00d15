// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.core.ExportedService;
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
import org.openjdk.jmh.annotations.Threads;

/** Whole calls, both sides in this process, over loopback and one connection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
    private static final int WINDOW = 100;

    @Param({"all", "direct"})
    public String dispatcher = "";

    private Tern provider;
    private Tern consumer;
    private FutureUserService users;

    @Setup
    public void start() {
        ConfigElement protocol = ConfigElement.of(ElementKind.PROTOCOL)
                .set("name", "dubbo")
                .set("host", "127.0.0.1")
                .set("port", -1)
                .set("dispatcher", dispatcher);
        provider = Tern.builder().application("provider").element(protocol).start();
        ExportedService service = provider.export(FutureUserService.class, new FixedUsers(), attributes -> {});
        String url = "dubbo://127.0.0.1:" + service.addresses().get(0).getPort();
        consumer = Tern.builder().application("consumer").start();
        users = consumer.refer(
                        FutureUserService.class,
                        attributes -> attributes.set("url", url).set("timeout", 10_000))
                .get();
    }

    @TearDown
    public void stop() {
        consumer.close();
        provider.close();
    }

    @Benchmark
    public boolean existUser() {
        return users.existUser("doe4711@example.com");
    }

    @Benchmark
    public User getUser() {
        return users.getUser(4711);
    }

    @Benchmark
    @Threads(32)
    public User getUserBy32() {
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
