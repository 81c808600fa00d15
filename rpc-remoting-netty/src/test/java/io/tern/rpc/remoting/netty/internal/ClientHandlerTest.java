// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tern.rpc.Endpoint;
import io.tern.rpc.Peer;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.remoting.dubbo.internal.DubboPreparedCall;
import io.tern.rpc.remoting.hessian.internal.Hessian2Serialization;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.ConnectionListener;
import io.tern.rpc.spi.transport.TransportContext;
import io.tern.rpc.testing.transport.ProbeService;
import io.tern.rpc.testing.transport.RawPeer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection over a channel without a socket, so that every step is the test's. */
class ClientHandlerTest {
    private static final String SERVICE = ProbeService.class.getName();
    private static final ClassPolicy NOTHING = new ClassPolicy() {
        @Override
        public boolean admits(String className) {
            return false;
        }

        @Override
        public String cure(String className) {
            return "";
        }
    };

    private final TransportContext context =
            new TransportContext("probe", Ticker.SYSTEM, NOTHING, null, Runnable::run, null, 1);
    private final NettyResources resources = new NettyResources("probe", 1, UnpooledByteBufAllocator.DEFAULT);
    private final DubboCodec codec =
            new DubboCodec(new Hessian2Serialization(), NOTHING, UnpooledByteBufAllocator.DEFAULT);
    private final TransportParts parts = new TransportParts(context, resources, codec);
    private final ConnectionSettings settings = new ConnectionSettings(1_000, 60_000, 0, 0, true);
    private final NettyConnection owner =
            new NettyConnection(new Endpoint("127.0.0.1", 1, SERVICE, Map.of()), settings, parts, closed -> {});
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ClientHandler handler = new ClientHandler(owner, new CompletableFuture<>(), parts, settings, channel);

    ClientHandlerTest() {
        channel.pipeline().addLast(handler);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        resources.close();
    }

    private NettyResponse registered(CallMode mode) {
        Invocation call = new Invocation(
                ServiceKey.of(ProbeService.class),
                ProbeService.method("echo"),
                new CallOptions(mode, false, 1, 0),
                new Object[] {"x"},
                null,
                0,
                null);
        NettyResponse response = new NettyResponse(handler.calls().pending(), call, prepared());
        assertThat(handler.calls().pending().register(response)).isTrue();
        return response;
    }

    private DubboPreparedCall prepared() {
        return codec.prepare(ProbeService.method("echo"), new CallHead(SERVICE, SERVICE, null, null, Map.of(), 0));
    }

    @Test
    void aReplyThatOvertakesAFailureIsReleased() {
        NettyResponse response = registered(CallMode.SYNC);
        ByteBuf reply = Unpooled.buffer().writeByte(0x92);
        assertThat(response.beginWrite(1)).isTrue();
        assertThat(response.arrive(20, reply)).isTrue();
        response.failNow(new IllegalStateException("interrupted"));
        assertThat(response).isCompletedExceptionally();
        assertThat(reply.refCnt()).isZero();
        assertThat(handler.calls().pending().size()).isZero();
    }

    @Test
    void aSecondReplyChangesNothingOfTheFirst() {
        NettyResponse response = registered(CallMode.SYNC);
        ByteBuf nothing = Unpooled.buffer().writeByte(0x92);
        assertThat(response.beginWrite(1)).isTrue();
        assertThat(response.arrive(20, nothing)).isTrue();
        assertThat(response.arrive(100, Unpooled.EMPTY_BUFFER)).isFalse();
        response.run();
        assertThat(response).isCompletedWithValue(null);
    }

    @Test
    void aProviderThatStaysAndGoesAgainHasTheWholeTimeForItsLastReplies() {
        registered(CallMode.FUTURE);
        channel.freezeTime();
        event('R');
        channel.advanceTimeBy(5, TimeUnit.SECONDS);
        event('W');
        event('R');
        channel.advanceTimeBy(9, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).as("9 s after the second time").isTrue();

        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).as("10 s after it").isFalse();
    }

    private void event(char kind) {
        channel.writeInbound(Unpooled.wrappedBuffer(RawPeer.frame(0xa2, 0, 1, new byte[] {1, (byte) kind})));
    }

    @Test
    void aConnectionThatNobodyWantsAnyMoreIsNotCounted() {
        AtomicInteger open = new AtomicInteger();
        RpcObserver counting = new RpcObserver() {
            @Override
            public void connectionOpened(InetSocketAddress remote) {
                open.incrementAndGet();
            }

            @Override
            public void connectionClosed(InetSocketAddress remote) {
                open.decrementAndGet();
            }
        };
        for (boolean wanted : new boolean[] {true, false}) {
            TransportParts watched = new TransportParts(
                    new TransportContext("probe", Ticker.SYSTEM, NOTHING, null, Runnable::run, counting, 1),
                    resources,
                    codec);
            NettyConnection connection = new NettyConnection(
                    new Endpoint("127.0.0.1", 1, SERVICE, Map.of()), settings, watched, closed -> {});
            EmbeddedChannel made = new EmbeddedChannel() {
                @Override
                protected SocketAddress remoteAddress0() {
                    return new InetSocketAddress(1);
                }

                @Override
                protected SocketAddress localAddress0() {
                    return new InetSocketAddress(2);
                }
            };
            made.pipeline().addLast(new ClientHandler(connection, new CompletableFuture<>(), watched, settings, made));
            if (!wanted) {
                connection.close(0);
            }
            made.pipeline().fireChannelActive();
            assertThat(open).hasValue(wanted ? 1 : 0);
            made.finishAndReleaseAll();
            assertThat(open).hasValue(0);
        }
    }

    @Test
    void aSynchronousCallThatNobodyDrivesEndsByTheSweep() {
        NettyResponse response = registered(CallMode.SYNC);
        response.expire();
        assertThat(response)
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RpcTimeoutException.class);
        assertThat(handler.calls().pending().size()).isZero();
    }

    @Test
    void aSynchronousCallThatNobodyDrivesEndsWithItsConnection() {
        NettyResponse response = registered(CallMode.SYNC);
        channel.close();
        assertThat(response)
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RpcConnectionException.class);
        assertThat(handler.calls().pending().size()).isZero();
    }

    @Test
    void aProviderThatAsksAndDoesNotReadGetsNoAnswers() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        for (int i = 0; i < 1_000; i++) {
            channel.writeInbound(Unpooled.wrappedBuffer(RawPeer.frame(0xc2, 0, i, new byte[0])));
            channel.writeInbound(Unpooled.wrappedBuffer(RawPeer.frame(0xe2, 0, i, new byte[] {'N'})));
        }
        channel.runPendingTasks();
        assertThat(channel.<ByteBuf>readOutbound()).isNull();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.writeInbound(Unpooled.wrappedBuffer(RawPeer.frame(0xe2, 0, 7, new byte[] {'N'})));
        channel.runPendingTasks();
        ByteBuf answer = channel.readOutbound();
        assertThat(answer.getLong(4)).isEqualTo(7);
        answer.release();
    }

    @Test
    void aLinkThatIsStillNeededStaysOpenAllTheTime() throws Exception {
        NettyResponse response = registered(CallMode.SYNC);
        CallLink link = handler.calls();
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Boolean> alwaysOpen = CompletableFuture.supplyAsync(() -> {
            while (!done.get()) {
                if (!link.isOpen()) {
                    return false;
                }
            }
            return true;
        });
        for (int i = 0; i < 1_000_000 && !alwaysOpen.isDone(); i++) {
            assertThat(link.retire()).isFalse();
        }
        done.set(true);
        assertThat(alwaysOpen.get(5, TimeUnit.SECONDS)).isTrue();

        response.expire();
        assertThat(link.retire()).isTrue();
        assertThat(link.isOpen()).isFalse();
    }

    @Test
    void whoeverListensHearsOfALinkThatGoesMeanwhile() {
        List<String> heard = new ArrayList<>();
        ConnectionListener listener = new ConnectionListener() {
            @Override
            public void opened(Peer peer) {
                heard.add("opened");
            }

            @Override
            public void closed(Peer peer) {
                heard.add("closed");
            }
        };
        ConnectionListeners listeners = new ConnectionListeners();
        Queue<ClientHandler> open = new ArrayDeque<>(List.of(handler));
        listeners.add(listener, open::poll);
        assertThat(heard).as("it went before it was told").containsExactly("opened", "closed");

        heard.clear();
        listeners.remove(listener);
        listeners.add(listener, () -> {
            listeners.opened(handler);
            return null;
        });
        assertThat(heard).as("it came before the look").containsExactly("opened");
    }

    @Test
    void linesHeldBackForOneConnectionAreToldWithTheNextOfAnother() {
        AtomicLong nanos = new AtomicLong();
        TransportContext timed =
                new TransportContext("test", nanos::get, context.classPolicy(), null, Runnable::run, null, 1);
        TransportParts shared = new TransportParts(timed, resources, codec);
        ClientHandler first =
                new ClientHandler(owner, new CompletableFuture<>(), shared, settings, new EmbeddedChannel());
        ClientHandler second =
                new ClientHandler(owner, new CompletableFuture<>(), shared, settings, new EmbeddedChannel());
        try (LostOneWayTest.Lines lines = new LostOneWayTest.Lines()) {
            for (int i = 0; i < 30; i++) {
                first.calls().lostOneWay(prepared(), 0, new LinkFailure("gone"));
            }
            assertThat(lines.queue).hasSize(10);
            lines.queue.clear();
            nanos.set(2_000_000_000L);
            second.calls().lostOneWay(prepared(), 0, new LinkFailure("gone"));
            assertThat(lines.queue).singleElement().asString().contains("(20 more such lines held back)");
        }
    }
}
