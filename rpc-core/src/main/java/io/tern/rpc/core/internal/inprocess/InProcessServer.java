// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.Endpoint;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestTarget;
import io.tern.rpc.spi.transport.Server;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where calls of this process arrive. Thread-safe. */
final class InProcessServer implements Server {
    private final InetSocketAddress address;
    private final ServerSettings settings;
    private final RequestHandler handler;
    private final InProcessTransport transport;
    private final Set<InProcessConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean announced;
    private volatile boolean closed;

    InProcessServer(
            InetSocketAddress address, ServerSettings settings, RequestHandler handler, InProcessTransport transport) {
        this.address = address;
        this.settings = settings;
        this.handler = handler;
        this.transport = transport;
    }

    /** As {@link Endpoint#address()} writes it. */
    static String key(InetSocketAddress address) {
        return new Endpoint(address.getAddress().getHostAddress(), address.getPort(), "", Map.of()).address();
    }

    String key() {
        return key(address);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public int connections() {
        return connections.size();
    }

    /** Takes a connection in; false if the server is closed. */
    boolean enter(InProcessConnection connection) {
        connections.add(connection);
        if (closed) {
            connections.remove(connection);
        }
        return !closed;
    }

    void leave(InProcessConnection connection) {
        connections.remove(connection);
    }

    boolean isClosed() {
        return closed;
    }

    boolean isAvailable() {
        return !closed && !announced;
    }

    int payloadLimitBytes() {
        return settings.payloadLimitBytes();
    }

    /** Of the provider's own types: its interface can come from another class loader than the consumer's. */
    ObjectCodec codec(MethodDescriptor method) {
        return transport.codec(method);
    }

    void count(RpcObserver.Event event) {
        transport.count(event);
    }

    @Nullable
    RequestTarget target(InProcessPrepared prepared) {
        return prepared.target(handler);
    }

    void accept(InProcessCall call) {
        try {
            handler.accept(call);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            call.fail(e);
        }
    }

    @Override
    public void announceShutdown() {
        announced = true;
    }

    @Override
    public void close() {
        closed = true;
        transport.forget(this);
        connections.forEach(InProcessConnection::lost);
        connections.clear();
    }
}
