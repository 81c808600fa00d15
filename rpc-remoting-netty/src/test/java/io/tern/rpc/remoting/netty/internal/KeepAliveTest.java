// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.SocketChannel;
import io.tern.rpc.Endpoint;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.remoting.hessian.internal.Hessian2Serialization;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.TransportContext;
import io.tern.rpc.testing.transport.ScriptedProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code keepalive="…"} of a protocol is for the sockets. */
@Timeout(30)
class KeepAliveTest {
    private static final ClassPolicy NO_CLASSES = new ClassPolicy() {
        @Override
        public boolean admits(String className) {
            return false;
        }

        @Override
        public String cure(String className) {
            return "";
        }
    };

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    /** One loop, which has all channels. */
    private final NettyResources resources = new NettyResources("probe", 1, allocator);

    private final CompletableFuture<SocketAddress> accepted = new CompletableFuture<>();
    private final TransportParts parts = new TransportParts(
            new TransportContext(
                    "probe",
                    Ticker.SYSTEM,
                    NO_CLASSES,
                    null,
                    Runnable::run,
                    new RpcObserver() {
                        @Override
                        public void connectionOpened(InetSocketAddress remote) {
                            accepted.complete(remote);
                        }
                    },
                    1),
            resources,
            new DubboCodec(new Hessian2Serialization(), NO_CLASSES, allocator));

    @AfterEach
    void close() {
        resources.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSocketOfAPortHasWhatThePortSaysAndThatOfAConsumerIsAlwaysKeptAlive(boolean written) throws Exception {
        try (NettyServer port = new NettyServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new ServerSettings(0, 1_000, 60_000, written),
                        new ScriptedProvider(Runnable::run),
                        parts,
                        closed -> {})
                .bind()) {
            NettyConnection connection = new NettyConnection(
                    new Endpoint("127.0.0.1", port.address().getPort(), "Probe", Map.of()),
                    ConnectionSettings.DEFAULT,
                    parts,
                    closed -> {});
            connection.start();
            connection.connect().toCompletableFuture().get(10, SECONDS);
            SocketAddress consumer = accepted.get(10, SECONDS);

            List<SocketChannel> sockets = sockets();
            assertThat(sockets).hasSize(2);
            for (SocketChannel socket : sockets) {
                boolean ofConsumer = consumer.equals(socket.localAddress());
                assertThat(socket.config().isKeepAlive())
                        .as(ofConsumer ? "of the consumer" : "of the port")
                        .isEqualTo(ofConsumer || written);
            }
            connection.close(0);
        }
    }

    private List<SocketChannel> sockets() throws Exception {
        SingleThreadEventLoop loop = (SingleThreadEventLoop) resources.nextLoop();
        return loop.submit(() -> {
                    List<SocketChannel> found = new ArrayList<>();
                    for (Iterator<Channel> all = loop.registeredChannelsIterator(); all.hasNext(); ) {
                        if (all.next() instanceof SocketChannel socket) {
                            found.add(socket);
                        }
                    }
                    return found;
                })
                .get(10, SECONDS);
    }
}
