// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import static io.tern.rpc.interop.async.Bench.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements 14 to 17: how requests leave, and what the caller learns if they do not. */
@Timeout(60)
class SendingStatementsTest {
    /** More than the buffers of two sockets take. */
    private static final byte[] LOAD = new byte[24 << 20];

    private static final int PAYLOAD = 64 << 20;

    @AfterEach
    void forgetContext() {
        RpcContext.removeContext();
    }

    /** A provider that accepts a connection and reads nothing, and a reference to it whose loads are one-way or async. */
    private record Stuck(ServerSocket listener, Socket socket, Bench bench, StepService steps)
            implements AutoCloseable {
        static Stuck open(boolean oneWay, boolean sent, int timeoutMillis) throws IOException {
            ServerSocket listener = RawPeer.listen();
            Bench bench = Bench.of(listener.getLocalPort(), PeerLine.TERN);
            StepService steps = bench.refer(
                    StepService.class,
                    reference -> reference
                            .parameter("payload", String.valueOf(PAYLOAD))
                            .set("timeout", timeoutMillis)
                            .set("sent", sent)
                            .set("async", !oneWay)
                            .method("take", method -> method.set("return", !oneWay)));
            return new Stuck(listener, listener.accept(), bench, steps);
        }

        void awaitFirstByte() throws IOException {
            assertThat(socket.getInputStream().read()).isGreaterThanOrEqualTo(0);
        }

        /** Ends the connection as a dying process does. */
        void reset() throws IOException {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }

        @Override
        public void close() throws IOException {
            reset();
            bench.close();
            listener.close();
        }
    }

    @Test
    void statement14_failureOfAOneWayRequestIsCountedOnBothSidesAndLoggedOnce() throws Exception {
        List<String> ended = new CopyOnWriteArrayList<>();
        RpcObserver observer = new RpcObserver() {
            @Override
            public void callEnded(Invocation call, @Nullable Throwable error, long elapsedNanos) {
                ended.add(
                        call.method().method().getName() + " " + call.options().mode() + " " + error);
            }
        };
        try (LocalProvider provider = LocalProvider.start();
                Bench bench = Bench.of(provider.port(), observer);
                Lines lines = new Lines("io.tern.rpc.provider")) {
            CallService calls = bench.refer(
                    CallService.class,
                    reference -> reference.method("failSink", method -> method.set("return", false)));
            String key = UUID.randomUUID().toString();

            calls.failSink(key);

            assertThat(saved()).isNull();
            Bench.eventually(
                    "the failure is counted", () -> provider.tern().stats().count(Event.ONEWAY_REQUEST_FAILED) == 1);
            assertThat(calls.count(key)).isEqualTo(1);
            Bench.eventually("it is logged", () -> !lines.with("failSink").isEmpty());
            assertThat(lines.with("failSink")).singleElement().asString().startsWith("WARN ");
            assertThat(lines.with(key)).as("arguments in the log").isEmpty();
            assertThat(ended).containsOnlyOnce("failSink " + CallMode.ONEWAY + " null");
        }
    }

    @Test
    void statement15_oneWayCallWithoutAConnectionThrowsWhateverSentSays() {
        int port = Bench.deadPort();
        try (Bench bench = Bench.of(port, PeerLine.TERN)) {
            for (boolean sent : new boolean[] {true, false}) {
                CallService calls = bench.refer(
                        CallService.class,
                        reference -> reference.method(
                                "sink", method -> method.set("return", false).set("sent", sent)));
                assertThatThrownBy(() -> calls.sink("key", 0))
                        .as("sent=%s", sent)
                        .isInstanceOf(RpcConnectionException.class)
                        .hasMessageContaining("127.0.0.1:" + port);
                assertThat(saved()).isNull();
            }
        }
    }

    @Test
    void statement15_failureAfterQueueingIsThrownWithSentAndLoggedWithout() throws Exception {
        try (Stuck stuck = Stuck.open(true, true, 10_000)) {
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> stuck.steps.take("step", LOAD));
            stuck.awaitFirstByte();
            assertThat(call).isNotDone();
            stuck.reset();
            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RpcException.class);
        }
        try (Stuck stuck = Stuck.open(true, false, 10_000);
                Lines lines = new Lines("io.tern.rpc.remoting")) {
            assertThat(stuck.steps.take("step", LOAD)).isZero();
            stuck.reset();
            Bench.eventually(
                    "it is logged", () -> !lines.with("StepService#take").isEmpty());
            assertThat(stuck.bench.tern().stats().count(Event.ONEWAY_WRITE_FAILED))
                    .isEqualTo(1);
        }
    }

    @Test
    void statement16_sentMakesAnAsyncCallWaitForTheWriteAndThrowIfThereIsNone() throws Exception {
        try (LocalProvider provider = LocalProvider.start();
                Bench bench = Bench.of(provider.port(), PeerLine.TERN)) {
            CallService calls = bench.refer(
                    CallService.class, reference -> reference.set("async", true).set("sent", true));
            String key = UUID.randomUUID().toString();
            assertThat(calls.held(key, "a")).isNull();
            CompletableFuture<String> future = saved();
            assertThat(future).isNotNull().isNotDone();
            bench.calls().release(key);
            assertThat(future.get()).isEqualTo("a");
        }
        try (Stuck stuck = Stuck.open(false, true, 500)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> stuck.steps.take("step", LOAD)).isInstanceOf(RpcTimeoutException.class);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
            assertThat(saved()).isNull();
        }
        try (Stuck stuck = Stuck.open(false, true, 10_000)) {
            CompletableFuture<Integer> call = CompletableFuture.supplyAsync(() -> stuck.steps.take("step", LOAD));
            stuck.awaitFirstByte();
            assertThat(call).isNotDone();
            stuck.reset();
            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RpcConnectionException.class);
        }
    }

    @Test
    void statement17_withoutSentTheFutureFailsAtOnceWhenTheWriteFails() throws Exception {
        try (Stuck stuck = Stuck.open(false, false, 60_000)) {
            assertThat(stuck.steps.take("step", LOAD)).isZero();
            CompletableFuture<Integer> future = saved();
            assertThat(future).isNotDone();

            stuck.reset();

            assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RpcConnectionException.class);
            assertThat(stuck.bench.tern().stats().callsInFlight()).isZero();
        }
    }
}
