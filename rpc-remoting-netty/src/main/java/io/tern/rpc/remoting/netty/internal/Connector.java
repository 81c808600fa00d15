// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.NetUtil;
import io.tern.rpc.Endpoint;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.remoting.netty.spi.TlsContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes connections to one provider, encrypted if its settings say so. Thread-safe; never blocks. */
final class Connector {
    private final Endpoint endpoint;
    private final ConnectionSettings settings;
    private final EventLoop loop;
    private final NettyResources resources;
    private final Encryption encryption;

    Connector(
            Endpoint endpoint,
            ConnectionSettings settings,
            EventLoop loop,
            NettyResources resources,
            Encryption encryption) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.loop = loop;
        this.resources = resources;
        this.encryption = encryption;
    }

    private interface Lookup {
        InetAddress address() throws UnknownHostException;
    }

    /**
     * Connects. Success is the handler's {@code channelActive}. A handler that becomes inactive before that has failed; if
     * there is no handler yet, the failure goes to {@code failed}.
     */
    void connect(Function<Channel, ChannelHandler> handler, Consumer<Throwable> failed) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        if (literal != null && !settings.encrypted()) {
            connect(() -> InetAddress.getByAddress(endpoint.host(), literal), handler, failed);
            return;
        }
        try {
            // Looking a name up blocks, and so do keys that are read; no loop may.
            resources.runSpare(() -> connect(() -> InetAddress.getByName(endpoint.host()), handler, failed));
        } catch (RejectedExecutionException closing) {
            failed.accept(new LinkFailure("the transport is closed"));
        } catch (OutOfMemoryError noThread) {
            failed.accept(noThread);
        }
    }

    private void connect(Lookup host, Function<Channel, ChannelHandler> handler, Consumer<Throwable> failed) {
        try {
            // Looked up at each attempt: the name may have moved.
            InetSocketAddress address = new InetSocketAddress(host.address(), endpoint.port());
            TlsContext tls = settings.encrypted() ? encryption.client(settings.tls()) : null;
            bootstrap(handler, tls).connect(address).addListener((ChannelFuture done) -> {
                if (!done.isSuccess()) {
                    failed.accept(done.cause());
                }
            });
        } catch (Throwable e) { // an attempt that does not end keeps all others from beginning
            failed.accept(e);
        }
    }

    private Bootstrap bootstrap(Function<Channel, ChannelHandler> handler, @Nullable TlsContext tls) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(resources.channels(tls != null))
                .option(ChannelOption.ALLOCATOR, resources.allocator())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectTimeoutMillis())
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(WriteGate.LOW_WATERMARK, WriteGate.HIGH_WATERMARK))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            tls.secure(channel.pipeline(), endpoint, settings.connectTimeoutMillis());
                        }
                        channel.pipeline().addLast(handler.apply(channel));
                    }
                });
    }
}
