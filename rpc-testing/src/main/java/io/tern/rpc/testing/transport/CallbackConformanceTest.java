// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.Link;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import io.tern.rpc.spi.transport.Server;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls from a provider to its consumer, over the connection on which it was called. */
public abstract class CallbackConformanceTest extends TransportFixture {
    /** The two ends of one connection that has been used once. */
    private record Pair(Connection connection, Link atConsumer, Link atProvider, Server server) {}

    private Pair pair() throws Throwable {
        BlockingQueue<Link> links = new LinkedBlockingQueue<>();
        ScriptedProvider provider = provider().on("echo", call -> {
            links.add(call.link());
            call.replyValue(call.arguments()[0], Map.of());
        });
        Server server = serve(provider);
        Connection connection = connect(server.address().getPort());
        assertThat(sync(connection, "echo", "hi").await()).isEqualTo("hi");
        return new Pair(connection, link(connection), links.take(), server);
    }

    private Link link(Connection connection) {
        return connection.link(call(CallMode.SYNC, false, 3_000, "echo", "x"), prepared("echo"));
    }

    private PreparedCall back(String method) {
        String name = ProbeService.class.getName();
        return transport()
                .prepare(ProbeService.method(method), new CallHead(name, name, null, null, Map.of(), 0, true));
    }

    private ResponseFuture<@Nullable Object> callBack(Pair pair, CallMode mode, String method, Object argument) {
        return callBack(pair, mode, 3_000, method, argument);
    }

    private ResponseFuture<@Nullable Object> callBack(
            Pair pair, CallMode mode, int timeoutMillis, String method, Object argument) {
        return pair.atProvider.send(call(mode, false, timeoutMillis, method, argument), back(method));
    }

    @Test
    void aProviderCallsItsConsumerBack() throws Throwable {
        Pair pair = pair();
        ScriptedProvider consumer = provider();
        pair.atConsumer.serve(consumer);
        assertThat(callBack(pair, CallMode.SYNC, "echo", "sync").await()).isEqualTo("sync");
        assertThat(callBack(pair, CallMode.FUTURE, "later", "async").get(5, SECONDS))
                .isEqualTo("async");
        assertThat(callBack(pair, CallMode.ONEWAY, "fire", "oneway").get(5, SECONDS))
                .isNull();
        eventually("the one-way call arrives", () -> consumer.received().size() == 3);
        IncomingCall received = consumer.received().get(0);
        assertThat(received.head().version()).isNull();
        assertThat(received.attachments()).containsOnlyKeys("path");
        assertThat(received.link()).isSameAs(pair.atConsumer);
        assertThat(received.peer().remoteAddress()).isEqualTo(pair.server.address());
        assertThat(consumer.received().get(2).isTwoWay()).isFalse();
    }

    @Test
    void requestsAreRefusedBeforeSomebodyServes() throws Throwable {
        Pair pair = pair();
        for (CallMode mode : List.of(CallMode.SYNC, CallMode.FUTURE)) {
            assertThat(failure(callBack(pair, mode, "echo", "secret")))
                    .isInstanceOf(RpcServerException.class)
                    .hasMessageContaining("The consumer refused the call")
                    .hasMessageContaining("status 70")
                    .hasMessageNotContaining("secret");
        }
        callBack(pair, CallMode.ONEWAY, "fire", "x");
        assertThat(sync(pair.connection, "echo", "still").await()).isEqualTo("still");
    }

    @Test
    void whatTheConsumerDoesNotFindIsNotDecoded() throws Throwable {
        Pair pair = pair();
        ScriptedProvider consumer = provider();
        pair.atConsumer.serve(new RequestHandler() {
            @Override
            public @Nullable RequestTarget find(RequestHead head) {
                return "echo".equals(head.method()) ? consumer.find(head) : null;
            }

            @Override
            public void accept(IncomingCall call) {
                consumer.accept(call);
            }
        });
        assertThat(failure(callBack(pair, CallMode.SYNC, "anything", "x")))
                .isInstanceOf(RpcServerException.class)
                .hasMessageContaining("status 70, no such method");
        assertThat(consumer.received()).isEmpty();
        assertThat(callBack(pair, CallMode.SYNC, "echo", "x").await()).isEqualTo("x");
    }

    @Test
    void aCallbackThatTheConsumerCannotTakeOverIsNotBlamedOnTheProvider() throws Throwable {
        Pair pair = pair();
        ScriptedProvider consumer = provider();
        pair.atConsumer.serve(new RequestHandler() {
            @Override
            public @Nullable RequestTarget find(RequestHead head) {
                return consumer.find(head);
            }

            @Override
            public void accept(IncomingCall call) {
                throw new IllegalStateException("broken");
            }
        });
        assertThat(failure(callBack(pair, CallMode.FUTURE, "echo", "x")))
                .isInstanceOf(RpcServerException.class)
                .hasMessageContaining("The consumer failed")
                .hasMessageContaining("status 80, The call failed before it was served");
        assertThat(sync(pair.connection, "echo", "still").await()).isEqualTo("still");
    }

    @Test
    void exceptionsAndAttachmentsTravelBack() throws Throwable {
        Pair pair = pair();
        pair.atConsumer.serve(provider().on("echo", call -> {
            if ("bad".equals(call.arguments()[0])) {
                call.replyException(new IllegalStateException("ise"), Map.of());
            } else {
                call.replyValue(call.attachments().get("user"), Map.of("answer", "42"));
            }
        }));
        assertThatThrownBy(() -> callBack(pair, CallMode.SYNC, "echo", "bad").await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ise");
        Invocation call = call(CallMode.SYNC, false, 3_000, "echo", "x");
        call.attach("user", "me");
        ResponseFuture<?> reply = pair.atProvider.send(call, back("echo"));
        assertThat(reply.await()).isEqualTo("me");
        assertThat(reply.attachments()).containsEntry("answer", "42");
    }

    @Test
    void aCallbackThatIsNotAnsweredEndsAtItsDeadline() throws Throwable {
        Pair pair = pair();
        pair.atConsumer.serve(provider().on("echo", call -> {}));
        for (CallMode mode : List.of(CallMode.SYNC, CallMode.FUTURE)) {
            ResponseFuture<?> reply = callBack(pair, mode, 100, "echo", "x");
            assertThatThrownBy(reply::await)
                    .isInstanceOf(RpcTimeoutException.class)
                    .hasMessageContaining("Check the consumer's load");
        }
    }

    @Test
    void bothEndsCallEachOtherWithIdsOfTheirOwn() throws Throwable {
        Pair pair = pair();
        pair.atConsumer.serve(provider());
        List<ResponseFuture<?>> there = new ArrayList<>();
        List<ResponseFuture<?>> back = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            // A busy machine takes its time for all of them, which is not what this is about.
            there.add(async(pair.connection, 60_000, "later", "there" + i));
            back.add(callBack(pair, CallMode.FUTURE, 60_000, "later", "back" + i));
        }
        for (int i = 0; i < there.size(); i++) {
            assertThat(there.get(i).get(60, SECONDS)).isEqualTo("there" + i);
            assertThat(back.get(i).get(60, SECONDS)).isEqualTo("back" + i);
        }
        eventually("nothing is in flight", () -> pair.connection.inFlight() == 0);
    }

    @Test
    void callsNestInBothDirections() throws Throwable {
        BlockingQueue<Link> links = new LinkedBlockingQueue<>();
        ScriptedProvider provider = provider().on("add", call -> {
            int depth = (Integer) call.arguments()[0];
            links.add(call.link());
            call.replyValue(depth == 0 ? 0 : 1 + nested(call.link(), depth - 1, back("add")), Map.of());
        });
        Connection connection = connect(serve(provider).address().getPort());
        Link atConsumer = link(connection);
        atConsumer.serve(provider().on("add", call -> {
            int depth = (Integer) call.arguments()[0];
            call.replyValue(depth == 0 ? 0 : 1 + nested(atConsumer, depth - 1, prepared("add")), Map.of());
        }));
        assertThat(sync(connection, "add", 20, 0).await()).isEqualTo(20);
        assertThat(links).hasSize(11).allMatch(link -> link == links.peek());
    }

    private static int nested(Link link, int depth, PreparedCall prepared) {
        try {
            Object value = link.send(call(CallMode.SYNC, false, 5_000, "add", depth, 0), prepared)
                    .await();
            return value == null ? -1_000 : (Integer) value;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLinkEndsWithItsConnection() throws Throwable {
        Pair pair = pair();
        ScriptedProvider consumer = provider().on("echo", call -> {});
        pair.atConsumer.serve(consumer);
        AtomicInteger ended = new AtomicInteger();
        pair.atConsumer.onClose(ended::incrementAndGet);
        pair.atProvider.onClose(ended::incrementAndGet);
        ResponseFuture<?> pending = callBack(pair, CallMode.FUTURE, "echo", "x");
        assertThat(pair.atProvider.isOpen() && pair.atConsumer.isOpen()).isTrue();
        eventually("it is written", () -> consumer.received().size() == 1);
        pair.connection.close();
        assertThat(failure(pending))
                .isInstanceOf(RpcConnectionException.class)
                .matches(error -> ((RpcException) error).delivery() == Delivery.MAYBE_EXECUTED);
        eventually("both ends hear it", () -> ended.get() == 2);
        assertThat(pair.atProvider.isOpen() || pair.atConsumer.isOpen()).isFalse();
        for (CallMode mode : CallMode.values()) {
            assertThat(failure(callBack(pair, mode, "echo", "x")))
                    .isInstanceOf(RpcConnectionException.class)
                    .hasMessageContaining("the connection is closed")
                    .matches(error -> ((RpcException) error).delivery() == Delivery.NOT_SENT)
                    .matches(error -> ((RpcException) error).getCode() == RpcException.NETWORK_EXCEPTION);
        }
        pair.atProvider.onClose(ended::incrementAndGet);
        assertThat(ended).hasValue(3);
    }

    @Test
    void aConnectionHasANewLinkAfterItReconnects() throws Throwable {
        Pair pair = pair();
        pair.atConsumer.serve(provider());
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        pair.atConsumer.onClose(() -> closed.complete(true));
        pair.server.close();
        closed.get(5, SECONDS);
        ServerSocket again = closing(listen(pair.server.address().getPort()));
        RawPeer provider = closing(new RawPeer(again.accept()));
        // It reconnects by itself; before, a failure that is fresh would be the answer to whoever asks for the link.
        eventually("it is back", pair.connection::isAvailable);
        assertThat(link(pair.connection)).isNotSameAs(pair.atConsumer);
        RawPeer.Frame refusal = provider.write(0xc2, 0, 7, RawPeer.requestBody("2.0.2", "echo", "x"))
                .readCall();
        assertThat(refusal.status()).isEqualTo(ReplyStatus.SERVICE_ERROR.code());
    }

    @Test
    void nobodyServesTwice() throws Throwable {
        Pair pair = pair();
        pair.atConsumer.serve(provider());
        assertThatThrownBy(() -> pair.atConsumer.serve(provider())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pair.atProvider.serve(provider())).isInstanceOf(IllegalStateException.class);
        assertThat(callBack(pair, CallMode.SYNC, "echo", "x").await()).isEqualTo("x");
    }

    @Test
    void badRequestsOfAProviderAreAnsweredAndTheConnectionStays() throws Exception {
        ServerSocket socket = closing(listen(0));
        Connection connection = open(socket.getLocalPort());
        RawPeer provider = closing(new RawPeer(socket.accept()));
        connection.connect().toCompletableFuture().get(5, SECONDS);
        link(connection).serve(provider());
        byte[] good = RawPeer.requestBody("2.0.2", "echo", "x");
        assertThat(provider.write(0xc2, 0, 1, new byte[] {1, 2, 3}).readCall().status())
                .isEqualTo(40);
        assertThat(provider.write(0xc3, 0, 2, good).readCall().status()).isEqualTo(40);
        assertThat(provider.write(0xc2, 0, 3, new byte[300_000]).readCall().status())
                .isEqualTo(40);
        assertThat(provider.write(0xc2, 0, 4, Arrays.copyOf(good, good.length - 2))
                        .readCall()
                        .status())
                .isEqualTo(40);
        provider.write(0x82, 0, 5, new byte[] {1, 2, 3});
        RawPeer.Frame reply = provider.write(0xc2, 0, 6, good).readCall();
        assertThat(reply.id()).isEqualTo(6);
        assertThat(reply.flags()).isEqualTo(0x02);
        assertThat(reply.bodyHex()).startsWith("940178");
    }

    @Test
    void linksAreNotKeptWhenConnectionsComeAndGo() throws Throwable {
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        Server server = serve(provider().on("echo", call -> {
            call.link().onClose(ended::incrementAndGet);
            begun.incrementAndGet();
            call.replyValue(call.arguments()[0], Map.of());
        }));
        for (int i = 0; i < 100; i++) {
            try (Connection connection = connect(server.address().getPort())) {
                assertThat(sync(connection, "echo", "x").await()).isEqualTo("x");
            }
        }
        eventually("all ends are heard", () -> ended.get() == begun.get());
        assertThat(begun).hasValue(100);
        eventually("no connection is left", () -> server.connections() == 0);
    }
}
