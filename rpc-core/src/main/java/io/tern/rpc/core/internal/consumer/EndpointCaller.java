// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.Endpoint;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.core.internal.balance.Weight;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.ConnectionSettings;
import io.tern.rpc.spi.transport.PreparedCall;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls one provider over one of its connections. Thread-safe.
 *
 * <p>Connections are opened by {@link #open}, at the start of the reference or with its first call; until then the field
 * is null, and after {@link #close} it is {@link #CLOSED} for good.
 */
final class EndpointCaller implements EndpointInvoker {
    private static final Connection[] CLOSED = {};

    private final Endpoint endpoint;
    private final Weight weight;
    private final PreparedCall[] prepared;
    private final SharedConnections shared;
    private final ConnectionSettings settings;
    private final int own;
    private final Ticker ticker;
    private final Runnable firstUse;
    private final AtomicInteger turn = new AtomicInteger();

    private volatile Connection @Nullable [] connections;

    /**
     * Opens nothing yet.
     *
     * @param prepared by method index
     * @param own connections of its own; 0: the shared one
     * @param firstUse opens all endpoints of the reference, this one included
     */
    EndpointCaller(
            Endpoint endpoint,
            PreparedCall[] prepared,
            SharedConnections shared,
            ConnectionSettings settings,
            int own,
            Ticker ticker,
            Runnable firstUse) {
        this.endpoint = endpoint;
        this.weight = Weight.of(endpoint, ticker);
        this.prepared = prepared;
        this.shared = shared;
        this.settings = settings;
        this.own = own;
        this.ticker = ticker;
        this.firstUse = firstUse;
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        Connection[] open = connections;
        if (open == null) {
            firstUse.run();
            open = open();
        }
        if (open.length == 0) {
            return ResponseFuture.failed(CallErrors.closed(call, endpoint.address(), ticker.nanos()));
        }
        Connection connection = open.length == 1 ? open[0] : next(open);
        ResponseFuture<@Nullable Object> future =
                connection.send(call, prepared[call.method().index()]);
        // After the call: sending may have been what connected it.
        InternalRpcContext.called(RpcContext.getContext(), call.method().method(), connection.peer());
        return future;
    }

    /** In turn, but past those that are not available as long as one is. */
    private Connection next(Connection[] open) {
        int first = turn.getAndIncrement();
        for (int i = 0; i < open.length; i++) {
            Connection connection = open[Math.floorMod(first + i, open.length)];
            if (connection.isAvailable()) {
                return connection;
            }
        }
        return open[Math.floorMod(first, open.length)];
    }

    /** The connections, opened if they are not; empty after {@link #close}. Does not wait for them. */
    Connection[] open() {
        Connection[] open = connections;
        return open == null ? openOnce() : open;
    }

    private synchronized Connection[] openOnce() {
        Connection[] open = connections;
        if (open != null) {
            return open;
        }
        open = new Connection[Math.max(1, own)];
        for (int i = 0; i < open.length; i++) {
            open[i] = own == 0 ? shared.acquire(endpoint, settings) : shared.openOwn(endpoint, settings);
        }
        connections = open;
        return open;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public int weight() {
        return weight.now();
    }

    @Override
    public boolean isAvailable() {
        Connection[] open = connections;
        if (open == null) {
            return false;
        }
        for (Connection connection : open) {
            if (connection.isAvailable()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int inFlight() {
        Connection[] open = connections;
        int sum = 0;
        if (open != null) {
            for (Connection connection : open) {
                sum += connection.inFlight();
            }
        }
        return sum;
    }

    /** The connections so far. */
    Stream<Connection> opened() {
        Connection[] open = connections;
        return open == null ? Stream.empty() : Stream.of(open);
    }

    /** Takes no more calls; own connections, and a shared one that nobody else uses, are closed. Idempotent. */
    void close(long drainMillis) {
        Connection[] open = shut();
        if (open == null || open.length == 0) {
            return;
        }
        if (own == 0) {
            shared.release(endpoint, settings, drainMillis);
            return;
        }
        long startNanos = ticker.nanos();
        for (Connection connection : open) {
            connection.close(Drain.left(drainMillis, startNanos, ticker));
        }
    }

    private synchronized Connection @Nullable [] shut() {
        Connection[] open = connections;
        connections = CLOSED;
        return open;
    }
}
