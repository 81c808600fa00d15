// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.tern.rpc.EchoService;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** A call's way through the table: registered, found, removed, while others wait there. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InFlightTableBenchmark {
    private static final long LATER = 1L << 40;

    @Param({"0", "10000"})
    public int waiting;

    private InFlightTable table;

    /** The call of one thread: the same one again and again, since making it is not what is measured. */
    @State(Scope.Thread)
    public static class Caller {
        private final NettyResponse call = newCall();
    }

    private static NettyResponse newCall() {
        Invocation call = new Invocation(
                ServiceKey.of(EchoService.class),
                MethodDescriptor.echo(0, EchoService.class),
                new CallOptions(CallMode.FUTURE, false, 1, 0),
                new Object[] {"x"},
                null,
                0,
                null);
        return new NettyResponse(null, call, null);
    }

    @Setup
    public void fill() {
        table = new InFlightTable();
        for (int i = 0; i < waiting; i++) {
            table.register(newCall(), LATER);
        }
    }

    private NettyResponse pass(NettyResponse call) {
        table.register(call, LATER);
        NettyResponse found = table.find(call.id());
        table.remove(call);
        return found;
    }

    @Benchmark
    @Threads(1)
    public Object oneThread(Caller caller) {
        return pass(caller.call);
    }

    @Benchmark
    @Threads(2)
    public Object twoThreads(Caller caller) {
        return pass(caller.call);
    }
}
