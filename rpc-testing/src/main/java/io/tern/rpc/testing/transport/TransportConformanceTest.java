// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What calls mean: both ends are the transport under test. */
public abstract class TransportConformanceTest extends TransportFixture {
    @Test
    void aSynchronousCallReturnsTheValue() throws Throwable {
        Connection connection = connect(serve(provider()).address().getPort());
        assertThat(sync(connection, "echo", "hi").await()).isEqualTo("hi");
        assertThat(sync(connection, "add", 2, 3).await()).isEqualTo(5);
        assertThat(sync(connection, "echo", new Object[] {null}).await()).isNull();
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void anAsynchronousCallCompletesOnACallbackThread() throws Exception {
        Connection connection = connect(serve(provider()).address().getPort());
        ResponseFuture<?> reply = async(connection, 3_000, "later", "hi");
        CompletableFuture<String> thread = new CompletableFuture<>();
        reply.whenComplete(
                (value, error) -> thread.complete(Thread.currentThread().getName()));
        assertThat(reply.get(5, SECONDS)).isEqualTo("hi");
        assertThat(thread.get(5, SECONDS)).doesNotStartWith("tern-io");
        assertThat(reply.remoteAddress()).isEqualTo(connection.peer().remoteAddress());
        assertThat(reply.elapsed()).isPositive();
    }

    @Test
    void attachmentsTravelBothWays() throws Throwable {
        BlockingQueue<Map<String, Object>> seen = new LinkedBlockingQueue<>();
        Connection connection = connect(serve(provider().on("echo", call -> {
                    seen.add(call.attachments());
                    call.replyValue("ok", Map.of("answer", "42"));
                }))
                .address()
                .getPort());
        Invocation call = call(CallMode.SYNC, false, 3_000, "echo", "x");
        call.attach("user", "ü€");
        call.attach("path", "somewhere.Else");
        ResponseFuture<?> reply = connection.send(call, prepared("echo"));
        reply.await();
        assertThat(reply.attachments()).containsEntry("answer", "42").containsEntry("dubbo", "2.0.2");
        assertThat(seen.take())
                .containsEntry("user", "ü€")
                .containsEntry("timeout", "3000")
                .containsEntry("path", ProbeService.class.getName());
    }

    @Test
    void objectAttachmentsKeepTheirReferences() throws Throwable {
        BlockingQueue<Map<String, Object>> seen = new LinkedBlockingQueue<>();
        Connection connection = connect(serve(provider().on("anything", call -> {
                    seen.add(call.attachments());
                    call.replyValue(null, Map.of());
                }))
                .address()
                .getPort());
        List<Object> shared = new ArrayList<>(List.of("shared"));
        Invocation call = call(CallMode.SYNC, false, 3_000, "anything", shared);
        call.attach("list", shared);
        connection.send(call, prepared("anything")).await();
        assertThat(seen.take()).containsEntry("list", shared).containsKey("interface");
    }

    @Test
    void aBusinessExceptionArrivesAsItself() throws Exception {
        Connection connection = connect(serve(
                        provider().on("echo", call -> call.replyException(new IllegalStateException("ise"), Map.of())))
                .address()
                .getPort());
        assertThatThrownBy(() -> sync(connection, "echo", "x").await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ise");
        assertThat(failure(async(connection, 3_000, "echo", "x"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCallThatIsNotAnsweredEndsAtItsDeadline() throws Exception {
        Connection connection =
                connect(serve(provider().on("echo", call -> {})).address().getPort());
        for (CallMode mode : List.of(CallMode.SYNC, CallMode.FUTURE)) {
            long shortest = Long.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                shortest = Math.min(shortest, timeOut(connection, mode));
            }
            // The shortest, since a machine that runs other builds too may take the thread away for longer than that.
            assertThat(shortest).isBetween(200L, 320L);
        }
        eventually("slots are free", () -> connection.inFlight() == 0);
    }

    private long timeOut(Connection connection, CallMode mode) {
        long start = System.nanoTime();
        ResponseFuture<?> reply = connection.send(call(mode, false, 200, "echo", "secret"), prepared("echo"));
        assertThatThrownBy(reply::await)
                .isInstanceOf(RpcTimeoutException.class)
                .hasMessageContaining("ProbeService#echo(String)")
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("timeout 200 ms")
                .hasMessageContaining("was written after")
                .hasMessageNotContaining("secret");
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void deadlinesAreKeptToTwentyMillisecondsWithManyCallsPending() throws Exception {
        ScriptedProvider provider = provider().on("echo", call -> {});
        Connection connection = connect(serve(provider).address().getPort());
        for (int i = 0; i < 5_000; i++) {
            async(connection, 60_000, "echo", "x").exceptionally(error -> null);
        }
        // Pending they are from now on; taking them in is work that would compete with what is measured.
        eventually("all are there", () -> provider.received().size() == 5_000);
        List<Long> late = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
            CompletableFuture<Long> ended = new CompletableFuture<>();
            async(connection, 50, "echo", "x").whenComplete((value, error) -> ended.complete(System.nanoTime()));
            late.add(TimeUnit.NANOSECONDS.toMillis(ended.get(5, SECONDS) - due));
            assertThat(connection.inFlight()).isEqualTo(5_000);
        }
        late.sort(null);
        // The median, since a machine that runs other builds too may lose a thread for longer than that.
        assertThat(late.get(5)).isBetween(-1L, 20L);
    }

    @Test
    void aReplyThatComesTooLateIsDroppedAndTheConnectionStaysUsable() throws Throwable {
        BlockingQueue<IncomingCall> held = new LinkedBlockingQueue<>();
        Connection connection =
                connect(serve(provider().on("later", held::add)).address().getPort());
        assertThat(failure(async(connection, 50, "later", "x"))).isInstanceOf(RpcTimeoutException.class);
        held.take().replyValue("late", Map.of());
        eventually("it is counted", () -> count(Event.LATE_REPLY).get() == 1);
        assertThat(sync(connection, "echo", "still here").await()).isEqualTo("still here");
    }

    @Test
    void cancellingFreesTheSlotAndTheReplyIsDropped() throws Exception {
        BlockingQueue<IncomingCall> held = new LinkedBlockingQueue<>();
        Connection connection =
                connect(serve(provider().on("later", held::add)).address().getPort());
        ResponseFuture<?> reply = async(connection, 10_000, "later", "x");
        IncomingCall served = held.take();
        assertThat(reply.cancel(true)).isTrue();
        assertThat(connection.inFlight()).isZero();
        assertThatThrownBy(reply::get).isInstanceOf(CancellationException.class);
        served.replyValue("too late", Map.of());
        eventually("the reply is dropped", () -> count(Event.LATE_REPLY).get() == 1);
    }

    @Test
    void completingByHandEndsTheCall() throws Exception {
        Connection connection =
                connect(serve(provider().on("later", call -> {})).address().getPort());
        ResponseFuture<@Nullable Object> reply = async(connection, 10_000, "later", "x");
        assertThat(reply.complete("mine")).isTrue();
        assertThat(reply.get()).isEqualTo("mine");
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void aFutureOfASynchronousCallCanBeReadWithoutAwait() throws Exception {
        Connection connection = connect(serve(provider()).address().getPort());
        assertThat(sync(connection, "echo", "get").get()).isEqualTo("get");
        assertThat(sync(connection, "echo", "timed").get(5, SECONDS)).isEqualTo("timed");
        assertThat(sync(connection, "echo", "join").join()).isEqualTo("join");
    }

    @Test
    void aSynchronousCallThatNobodyAwaitsStillEnds() throws Exception {
        Connection connection = connect(serve(provider()).address().getPort());
        ResponseFuture<?> lost = connection.send(call(CallMode.SYNC, false, 100, "echo", "x"), prepared("echo"));
        eventually("it ends", lost::isDone);
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void anInterruptEndsTheWaitAndKeepsTheFlag() throws Exception {
        Connection connection =
                connect(serve(provider().on("echo", call -> {})).address().getPort());
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                sync(connection, "echo", "x").await();
            } catch (Throwable e) {
                outcome.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("flag lost"));
            }
        });
        caller.start();
        eventually("the caller waits", () -> connection.inFlight() == 1);
        caller.interrupt();
        assertThat(outcome.get(5, SECONDS)).isInstanceOf(RpcException.class).hasMessageContaining("nterrupted");
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void aOneWayCallIsServedAndLeavesNothingBehind() throws Exception {
        ScriptedProvider provider = provider();
        Connection connection = connect(serve(provider).address().getPort());
        for (boolean sent : new boolean[] {false, true}) {
            ResponseFuture<?> reply =
                    connection.send(call(CallMode.ONEWAY, sent, 1_000, "fire", "x"), prepared("fire"));
            assertThat(reply.isDone()).isTrue();
            assertThat(reply.get()).isNull();
        }
        eventually("both are served", () -> provider.received().size() == 2);
        assertThat(provider.received()).noneMatch(IncomingCall::isTwoWay);
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void aSentCallReturnsWhenItIsWritten() throws Exception {
        Connection connection = connect(serve(provider()).address().getPort());
        ResponseFuture<?> reply = connection.send(call(CallMode.FUTURE, true, 3_000, "later", "x"), prepared("later"));
        assertThat(reply.get(5, SECONDS)).isEqualTo("x");
    }

    @Test
    void anArgumentThatCannotBeEncodedFailsTheCallUnsent() throws Throwable {
        Connection connection = connect(serve(provider()).address().getPort());
        ResponseFuture<?> reply = async(connection, 3_000, "anything", new Thread());
        assertThat(reply.isDone()).isTrue();
        assertThat(failure(reply))
                .isInstanceOf(RpcSerializationException.class)
                .extracting(error -> ((RpcException) error).delivery())
                .isEqualTo(Delivery.NOT_SENT);
        assertThat(connection.inFlight()).isZero();
        assertThat(sync(connection, "echo", "fine").await()).isEqualTo("fine");
    }

    @Test
    void aRequestOverThePayloadLimitFailsUnsentAndNamesSizeAndLimit() throws Exception {
        Connection connection = connect(serve(provider()).address().getPort());
        ResponseFuture<?> reply = connection.send(
                call(CallMode.FUTURE, false, 1_000, "echo", "x".repeat(2_000)), prepared("echo", 1_000));
        assertThat(failure(reply))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("1000 bytes")
                .hasMessageMatching(".*has 2\\d\\d\\d bytes.*");
    }

    @Test
    void aLargeRequestPasses() throws Throwable {
        Connection connection = connect(serve(provider()).address().getPort());
        String large = "0123456789".repeat(20_000);
        assertThat(sync(connection, "echo", large).await()).isEqualTo(large);
    }

    @Test
    void statusesBecomeTheExceptionsThatSayWhetherToRetry() throws Exception {
        Map<ReplyStatus, Class<? extends RpcException>> expected = Map.of(
                ReplyStatus.BAD_REQUEST, RpcServerException.class,
                ReplyStatus.SERVICE_ERROR, RpcServerException.class,
                ReplyStatus.SERVER_ERROR, RpcServerException.class,
                ReplyStatus.BAD_RESPONSE, RpcSerializationException.class,
                ReplyStatus.SERIALIZATION_ERROR, RpcSerializationException.class,
                ReplyStatus.SERVER_TIMEOUT, RpcTimeoutException.class,
                ReplyStatus.THREADPOOL_EXHAUSTED, RpcLimitException.class);
        for (Map.Entry<ReplyStatus, Class<? extends RpcException>> row : expected.entrySet()) {
            Connection connection =
                    connect(serve(provider().on("echo", call -> call.replyStatus(row.getKey(), "because\nof me")))
                            .address()
                            .getPort());
            Throwable error = failure(async(connection, 3_000, "echo", "x"));
            assertThat(error).isExactlyInstanceOf(row.getValue()).hasMessageEndingWith("because");
            assertThat(((RpcException) error).delivery()).isEqualTo(Delivery.EXECUTED);
            if (error instanceof RpcServerException server) {
                assertThat(server.isRefusal()).isEqualTo(row.getKey() != ReplyStatus.SERVER_ERROR);
            }
        }
    }

    @Test
    void anExecutorThatRejectsLeavesNobodyWaiting() throws Exception {
        int port = serve(provider()).address().getPort();
        Connection connection = newTransport(task -> {
                    throw new RejectedExecutionException("full");
                })
                .open(
                        new Endpoint("127.0.0.1", port, ProbeService.class.getName(), Map.of()),
                        sockets().of(settings(60_000)));
        assertThat(async(connection, 3_000, "later", "x").get(5, SECONDS)).isEqualTo("x");
    }

    @Test
    void repliesInAnyOrderFindTheirCalls() throws Exception {
        BlockingQueue<IncomingCall> held = new LinkedBlockingQueue<>();
        Connection connection =
                connect(serve(provider().on("later", held::add)).address().getPort());
        List<ResponseFuture<?>> replies = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            replies.add(async(connection, 10_000, "later", "call " + i));
        }
        eventually("all are there", () -> held.size() == 1_000);
        List<IncomingCall> shuffled = new ArrayList<>(held);
        Collections.shuffle(shuffled, new Random(7));
        shuffled.forEach(call -> call.replyValue(call.arguments()[0], Map.of()));
        for (int i = 0; i < 1_000; i++) {
            assertThat(replies.get(i).get(5, SECONDS)).isEqualTo("call " + i);
        }
        assertThat(connection.inFlight()).isZero();
    }

    @Test
    void closingATransportEndsItsCallsItsConnectionsAndItsThreads() throws Exception {
        Server server = serve(provider().on("later", call -> {}));
        Connection connection = connect(server.address().getPort());
        ResponseFuture<?> pending = async(connection, 60_000, "later", "x");
        transport().close();
        assertThat(failure(pending)).isInstanceOf(RpcException.class);
        assertThat(failure(async(connection, 1_000, "later", "x"))).isInstanceOf(RpcException.class);
        assertThat(connection.isAvailable()).isFalse();
        assertThat(server.connections()).isZero();
        eventually(
                "threads ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("tern-")));
        transport().close();
    }
}
