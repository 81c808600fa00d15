// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.tern.rpc.core.Tern;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Whole calls inside the process: {@link CallBenchmark} without the socket. */
public class InProcessBenchmark extends UserCalls {
    private Tern tern;

    @Setup
    public void start() {
        tern = Tern.builder().application("both").element(protocol()).start();
        tern.export(FutureUserService.class, new FixedUsers(), attributes -> attributes.set("scope", "local"));
        users = tern.refer(FutureUserService.class, attributes -> attributes.set("timeout", 10_000))
                .get();
    }

    @TearDown
    public void stop() {
        tern.close();
    }
}
