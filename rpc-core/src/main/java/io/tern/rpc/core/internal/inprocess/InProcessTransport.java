// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.Endpoint;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.Server;
import io.tern.rpc.spi.transport.Transport;
import io.tern.rpc.spi.transport.TransportContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves calls inside this process. Provider and consumer see what they would see with a socket in between: arguments and
 * results are copies, deadlines, statuses and attachments are the same, and the caller's thread runs nothing of the service
 * unless the request handler wants that.
 *
 * <p>What cannot be changed (texts, numbers, enums) is handed over as it is; everything else is written to bytes and read
 * again, by the same serialization and the same class policy that guard bytes of peers.
 */
public final class InProcessTransport implements Transport {
    private final TransportContext context;
    private final @Nullable Serialization serialization;
    private final InProcessNetwork network;
    private final BooleanSupplier isEventLoop;
    private final CallDeadlines deadlines;
    private final Map<ClassLoader, ObjectCodec> codecs = new ConcurrentHashMap<>();
    private final Set<InProcessConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<InProcessServer> servers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * A transport without threads of its own.
     *
     * @param context with the serialization that copies values
     * @param network where its servers are bound and its connections lead to
     * @param isEventLoop whether the calling thread must not wait
     * @param timer ends calls at their deadlines; for work of microseconds
     */
    public InProcessTransport(
            TransportContext context,
            InProcessNetwork network,
            BooleanSupplier isEventLoop,
            ScheduledExecutorService timer) {
        this.context = context;
        this.serialization = context.serialization();
        this.network = network;
        this.isEventLoop = isEventLoop;
        this.deadlines = new CallDeadlines(context.ticker(), timer);
    }

    @Override
    public PreparedCall prepare(MethodDescriptor method, CallHead head) {
        return new InProcessPrepared(method, head, codec(method));
    }

    @Override
    public Connection open(Endpoint endpoint, ConnectionSettings settings) {
        InProcessConnection connection = new InProcessConnection(endpoint, this);
        connections.add(connection);
        if (closed) {
            connection.close(0);
        }
        return connection;
    }

    @Override
    public Server bind(InetSocketAddress address, ServerSettings settings, RequestHandler handler) throws IOException {
        InProcessServer server = network.bind(address, settings, handler, this);
        servers.add(server);
        if (closed) {
            server.close();
        }
        return server;
    }

    @Override
    public void close() {
        closed = true;
        servers.forEach(InProcessServer::close);
        connections.forEach(connection -> connection.close(0));
    }

    @Override
    public boolean isEventLoop() {
        return isEventLoop.getAsBoolean();
    }

    void forget(InProcessConnection connection) {
        connections.remove(connection);
    }

    void forget(InProcessServer server) {
        servers.remove(server);
        network.unbind(server);
    }

    @Nullable
    InProcessServer find(Endpoint endpoint) {
        return network.find(endpoint.address());
    }

    CallDeadlines deadlines() {
        return deadlines;
    }

    Ticker ticker() {
        return context.ticker();
    }

    ObjectCodec codec(MethodDescriptor method) {
        Serialization copying = serialization;
        if (copying == null) {
            throw new IllegalStateException("Calls inside the process need a Serialization that copies their values;"
                    + " add one to the class path or the builder");
        }
        ClassLoader loader = method.serviceInterface().getClassLoader();
        return codecs.computeIfAbsent(
                loader == null ? ClassLoader.getSystemClassLoader() : loader,
                key -> copying.codec(context.classPolicy(), key));
    }

    void count(RpcObserver.Event event) {
        RpcObserver observer = context.observer();
        if (observer != null) {
            observer.counted(event);
        }
    }

    /** Runs what completes an asynchronous call; on this thread if nobody else can, since somebody waits for it. */
    void complete(Runnable completion) {
        try {
            context.callbackExecutor().execute(completion);
        } catch (RejectedExecutionException closing) {
            completion.run();
        }
    }
}
