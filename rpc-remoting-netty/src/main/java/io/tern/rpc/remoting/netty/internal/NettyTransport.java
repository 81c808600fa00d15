// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBufAllocator;
import io.tern.rpc.Endpoint;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.Server;
import io.tern.rpc.spi.transport.Transport;
import io.tern.rpc.spi.transport.TransportContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Connections and servers on event loops of its own. */
public final class NettyTransport implements Transport {
    private final TransportParts parts;
    private final Set<NettyConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<NettyServer> servers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A transport whose frames are allocated by {@code allocator}, whoever frees them. */
    public NettyTransport(TransportContext context, Serialization serialization, ByteBufAllocator allocator) {
        this.parts = new TransportParts(
                context,
                new NettyResources(context.applicationName(), context.ioThreads(), allocator),
                new DubboCodec(serialization, context.classPolicy(), allocator));
    }

    @Override
    public PreparedCall prepare(MethodDescriptor method, CallHead head) {
        return parts.codec().prepare(method, head);
    }

    @Override
    public Connection open(Endpoint endpoint, ConnectionSettings settings) {
        NettyConnection connection = new NettyConnection(endpoint, settings, parts, connections::remove);
        connections.add(connection);
        if (closed) {
            connection.close(0);
        } else {
            connection.start();
        }
        return connection;
    }

    @Override
    public Server bind(InetSocketAddress address, ServerSettings settings, RequestHandler handler) throws IOException {
        if (IoThread.isCurrent()) {
            throw new IllegalStateException("bind() was called on the event loop "
                    + Thread.currentThread().getName() + "; call it on another thread");
        }
        NettyServer server = new NettyServer(address, settings, handler, parts, servers::remove).bind();
        servers.add(server);
        if (closed) {
            server.close();
        }
        return server;
    }

    @Override
    public void close() {
        if (IoThread.isCurrent()) {
            throw new IllegalStateException("close() was called on the event loop "
                    + Thread.currentThread().getName() + ", which it would wait for; call it on another thread");
        }
        closed = true;
        servers.forEach(NettyServer::close);
        connections.forEach(connection -> connection.close(0));
        parts.resources().close();
    }

    @Override
    public long bufferBytes() {
        return parts.resources().bufferBytes();
    }

    @Override
    public boolean isEventLoop() {
        return IoThread.isCurrent();
    }
}
