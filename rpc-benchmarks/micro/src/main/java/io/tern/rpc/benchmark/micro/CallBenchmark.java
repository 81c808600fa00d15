// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Whole calls, both sides in this process, over loopback and one connection. */
public class CallBenchmark extends UserCalls {
    private Tern provider;
    private Tern consumer;

    @Setup
    public void start() {
        provider = Tern.builder()
                .application("provider")
                .element(protocol().set("host", "127.0.0.1").set("port", -1))
                .start();
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
    @Threads(32)
    public User getUserBy32() {
        return users.getUser(4711);
    }
}
