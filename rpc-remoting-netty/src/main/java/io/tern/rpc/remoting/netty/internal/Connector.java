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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes TCP connections to one provider. Thread-safe; never blocks. */
final class Connector {
    private final Endpoint endpoint;
    private final int timeoutMillis;
    private final EventLoop loop;
    private final NettyResources resources;

    Connector(Endpoint endpoint, int timeoutMillis, EventLoop loop, NettyResources resources) {
        this.endpoint = endpoint;
        this.timeoutMillis = timeoutMillis;
        this.loop = loop;
        this.resources = resources;
    }

    private interface Lookup {
        InetAddress address() throws UnknownHostException;
    }

    /** Connects; success is the handler's {@code channelActive}, anything else goes to {@code failed}. */
    void connect(Function<Channel, ChannelHandler> handler, Consumer<Throwable> failed) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        if (literal != null) {
            connect(() -> InetAddress.getByAddress(endpoint.host(), literal), handler, failed);
            return;
        }
        try {
            // Looking a name up blocks, which no loop may.
            resources.runSpare(() -> connect(() -> InetAddress.getByName(endpoint.host()), handler, failed));
        } catch (RejectedExecutionException closing) {
            failed.accept(new LinkFailure("the transport is closed"));
        }
    }

    private void connect(Lookup host, Function<Channel, ChannelHandler> handler, Consumer<Throwable> failed) {
        try {
            // Looked up at each attempt: the name may have moved.
            InetSocketAddress address = new InetSocketAddress(host.address(), endpoint.port());
            bootstrap(handler).connect(address).addListener((ChannelFuture done) -> {
                if (!done.isSuccess()) {
                    failed.accept(done.cause());
                }
            });
        } catch (UnknownHostException | RuntimeException e) {
            failed.accept(e);
        }
    }

    private Bootstrap bootstrap(Function<Channel, ChannelHandler> handler) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(resources.channels())
                .option(ChannelOption.ALLOCATOR, resources.allocator())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(WriteGate.LOW_WATERMARK, WriteGate.HIGH_WATERMARK))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(handler.apply(channel));
                    }
                });
    }
}
