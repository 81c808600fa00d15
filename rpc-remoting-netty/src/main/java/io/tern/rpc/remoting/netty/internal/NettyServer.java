// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.remoting.dubbo.internal.RequestHeads;
import io.tern.rpc.remoting.netty.spi.TlsContext;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket, its connections, and who may connect. */
final class NettyServer implements Server {
    private static final Logger log = LoggerFactory.getLogger(NettyServer.class);
    private static final int BACKLOG = 1_024;
    private static final long CLOSE_MILLIS = 1_000;
    private static final int HANDSHAKE_MILLIS = (int) TimeUnit.NANOSECONDS.toMillis(PeerLimits.FIRST_FRAME_NANOS);

    private final ServerSettings settings;
    private final RequestHandler handler;
    private final TransportParts parts;
    private final Consumer<NettyServer> onClose;
    private final RequestHeads heads;
    private final PeerLimits limits = new PeerLimits();
    /** Null: connections are not encrypted. */
    private final @Nullable TlsContext tls;

    private final Set<ServerHandler> links = ConcurrentHashMap.newKeySet();
    private @Nullable Channel channel;
    private InetSocketAddress address;
    private volatile boolean closed;

    /** A server that listens after {@link #bind}; {@code onClose} is called when it is closed. */
    NettyServer(
            InetSocketAddress address,
            ServerSettings settings,
            RequestHandler handler,
            TransportParts parts,
            Consumer<NettyServer> onClose) {
        this.address = address;
        this.settings = settings;
        this.handler = handler;
        this.parts = parts;
        this.onClose = onClose;
        this.tls = tls(settings, parts);
        this.heads = new RequestHeads(handler::find);
    }

    private static @Nullable TlsContext tls(ServerSettings settings, TransportParts parts) {
        if (settings.tls() == null) {
            return null;
        }
        try {
            return parts.encryption().server(settings.tls());
        } catch (IOException e) {
            // Another port would not help, so it is no failure to listen.
            RpcConfigException mistake = new RpcConfigException(List.of("<dubbo:ssl>: " + e.getMessage()));
            mistake.addSuppressed(e);
            throw mistake;
        }
    }

    /** Starts to listen. Not from an event loop. */
    NettyServer bind() throws IOException {
        EventLoopGroup group = parts.resources().group();
        WriteBufferWaterMark marks = new WriteBufferWaterMark(WriteGate.LOW_WATERMARK, WriteGate.HIGH_WATERMARK);
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channelFactory(parts.resources().serverChannels(tls != null))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.ALLOCATOR, parts.resources().allocator())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, settings.keepAlive())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, marks)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accept(accepted);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "Cannot listen on " + address + ": " + bound.cause().getMessage()
                            + "; is another process on this port?",
                    bound.cause());
        }
        channel = bound.channel();
        address = (InetSocketAddress) bound.channel().localAddress();
        return this;
    }

    private void accept(Channel accepted) {
        InetSocketAddress remote = (InetSocketAddress) accepted.remoteAddress();
        if (remote == null || closed) {
            accepted.close();
            return;
        }
        boolean full = settings.acceptLimit() > 0 && links.size() >= settings.acceptLimit();
        if (full || !limits.enter(remote.getAddress())) {
            parts.count(Event.CONNECTION_REFUSED);
            long held = parts.badBytes().pass();
            if (held >= 0) {
                String why = full
                        ? settings.acceptLimit() + " connections are open, which is the limit (accepts)"
                        : "too many connections have not made a call yet";
                log.warn("Refused the connection of {}: {} ({} more such lines held back)", remote, why, held);
            }
            accepted.close();
            return;
        }
        ServerHandler link = new ServerHandler(this, parts, accepted);
        if (tls != null) {
            try {
                tls.secure(accepted.pipeline(), null, HANDSHAKE_MILLIS);
            } catch (RuntimeException | Error e) {
                limits.leave(remote.getAddress());
                accepted.close();
                throw e;
            }
        }
        links.add(link);
        accepted.pipeline().addLast(link);
        if (closed) {
            // The server was closed meanwhile and may not have seen it.
            accepted.close();
        }
        RpcObserver observer = parts.observer();
        if (observer != null) {
            observer.connectionOpened(remote);
        }
    }

    ServerSettings settings() {
        return settings;
    }

    RequestHandler handler() {
        return handler;
    }

    RequestHeads heads() {
        return heads;
    }

    /** The connection has made a call that names a service. */
    void proven(ServerHandler link) {
        limits.leave(remoteHost(link));
    }

    /** The connection ended. */
    void closed(ServerHandler link, boolean newcomer) {
        // Its place among newcomers first: whoever sees that it is gone may count on that.
        if (newcomer) {
            limits.leave(remoteHost(link));
        }
        links.remove(link);
        RpcObserver observer = parts.observer();
        InetSocketAddress remote = link.peer().remoteAddress();
        if (observer != null && remote != null) {
            observer.connectionClosed(remote);
        }
    }

    private static InetAddress remoteHost(ServerHandler link) {
        InetSocketAddress remote = link.peer().remoteAddress();
        if (remote == null) {
            throw new IllegalStateException("an accepted connection without an address");
        }
        return remote.getAddress();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public int connections() {
        return links.size();
    }

    @Override
    public void announceShutdown() {
        stopListening();
        links.forEach(ServerHandler::announceShutdown);
    }

    private void stopListening() {
        Channel listening = channel;
        if (listening != null) {
            ChannelFuture done = listening.close();
            if (!IoThread.isCurrent()) {
                done.awaitUninterruptibly(CLOSE_MILLIS);
            }
        }
    }

    @Override
    public void close() {
        boolean first = !closed;
        closed = true;
        stopListening();
        links.forEach(ServerHandler::closeAfterWrites);
        if (!IoThread.isCurrent()) {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
            for (ServerHandler link : links) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (!link.awaitClosed(Math.max(0, left))) {
                    link.closeNow();
                }
            }
        }
        if (first) {
            onClose.accept(this);
        }
    }
}
