// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.Endpoint;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.core.internal.consumer.Endings.Ending;
import io.tern.rpc.core.internal.directory.Provider;
import io.tern.rpc.core.internal.directory.ProviderInvoker;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.ConnectionListener;
import io.tern.rpc.spi.transport.PreparedCall;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls one provider over one of its connections. Thread-safe.
 *
 * <p>Connections are opened by {@link #open}, at the start of the reference or with its first call; until then the field
 * is null, and after {@link #retire} it is {@link #CLOSED} for good. What a provider says about itself can change without
 * them.
 */
final class EndpointCaller implements ProviderInvoker {
    private static final Connection[] CLOSED = {};

    private final Callers callers;
    private final SharedConnections shared;
    private final AtomicInteger turn = new AtomicInteger();

    private volatile CallerFacts facts;
    private volatile Connection @Nullable [] connections;

    /** Opens nothing yet. */
    EndpointCaller(Callers callers, CallerFacts facts) {
        this.callers = callers;
        this.shared = callers.environment().shared();
        this.facts = facts;
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        Connection[] open = connections;
        if (open == null) {
            callers.firstUse().run();
            open = open();
        }
        if (open.length == 0) {
            return callers.elsewhere().instead(call);
        }
        CallerFacts.Terms said = facts.terms();
        CallerFacts.Terms terms = said.named() == null ? said : said.of(call);
        int method = call.method().index();
        long timeoutNanos = terms.timeoutNanos()[method];
        CallOptions options = call.options();
        if (options.terms() != null) {
            RpcException tooLate = TimeLeft.begin(
                    call,
                    options.terms(),
                    timeoutNanos,
                    endpoint(),
                    callers.environment().ticker());
            if (tooLate != null) {
                return ResponseFuture.failed(tooLate);
            }
        } else if (timeoutNanos != options.timeoutNanos()) {
            call.timeout(timeoutNanos);
        }
        Connection connection = open.length == 1 ? open[0] : next(open);
        PreparedCall prepared = terms.prepared()[method];
        ResponseFuture<@Nullable Object> future = send(terms, connection, call, prepared);
        RpcException unsent = Outcome.unsent(future);
        if (unsent != null) {
            ResponseFuture<@Nullable Object> other = elsewhere(call, unsent);
            if (other != null) {
                return other;
            }
        }
        // After the call: sending may have been what connected it.
        InternalRpcContext.called(RpcContext.getContext(), call.method().method(), connection.peer());
        return future;
    }

    private static ResponseFuture<@Nullable Object> send(
            CallerFacts.Terms terms, Connection connection, Invocation call, PreparedCall prepared) {
        GenericForm form = terms.form();
        if (form != null && !ReferenceMethods.isEcho(call.method())) {
            return form.send(call, connection, prepared);
        }
        CallbackSender callbacks = terms.callbacks();
        return callbacks == null ? connection.send(call, prepared) : callbacks.send(connection, call, prepared);
    }

    /**
     * What becomes of a call that this provider cannot take any more, for the call as if it had come a moment later: it was
     * taken away after it was chosen, or has said that it goes before the registry did. Null if the call's failure stands.
     */
    private @Nullable ResponseFuture<@Nullable Object> elsewhere(Invocation call, RpcException unsent) {
        if (connections == CLOSED) {
            return callers.elsewhere().instead(call);
        }
        if (!(unsent instanceof RpcConnectionException)
                || isAvailable()
                || call.deadlineNanos() - callers.environment().ticker().nanos() <= 0) {
            return null;
        }
        EndpointInvoker other = callers.elsewhere().available(call);
        return other == null ? null : other.invoke(call);
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

    /** The connections, opened if they are not; empty after {@link #retire}. Does not wait for them. */
    Connection[] open() {
        Connection[] open = connections;
        return open == null ? openOnce() : open;
    }

    private synchronized Connection[] openOnce() {
        Connection[] open = connections;
        if (open != null) {
            return open;
        }
        CallerFacts now = facts;
        int own = now.terms().own();
        ConnectionSettings settings = now.terms().connection();
        open = own == 0
                ? acquire(now.endpoint(), settings, now.terms().shared())
                : openOwn(now.endpoint(), settings, own);
        connections = open;
        ConnectionListener listener = callers.listener();
        if (listener != null) {
            for (Connection connection : open) {
                connection.addListener(listener);
            }
        }
        return open;
    }

    /** All or none. */
    private Connection[] acquire(Endpoint endpoint, ConnectionSettings settings, int count) {
        Connection[] open = new Connection[count];
        int opened = 0;
        try {
            while (opened < count) {
                open[opened] = shared.acquire(endpoint, settings, opened);
                opened++;
            }
            return open;
        } finally {
            if (opened < count) {
                for (int i = 0; i < opened; i++) {
                    shared.release(endpoint, settings, i, 0);
                }
            }
        }
    }

    /** All or none. */
    private Connection[] openOwn(Endpoint endpoint, ConnectionSettings settings, int count) {
        Connection[] open = new Connection[count];
        int opened = 0;
        try {
            while (opened < count) {
                open[opened] = shared.openOwn(endpoint, settings);
                opened++;
            }
            return open;
        } finally {
            if (opened < count) {
                for (int i = 0; i < opened; i++) {
                    open[i].close(0);
                }
            }
        }
    }

    @Override
    public Endpoint endpoint() {
        return facts.endpoint();
    }

    @Override
    public int weight() {
        return facts.weight().now();
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

    @Override
    public boolean update(Provider provider) {
        CallerFacts next = callers.facts(provider);
        CallerFacts now = facts;
        boolean sameConnections = next.terms().own() == now.terms().own()
                && next.terms().connection().equals(now.terms().connection())
                && next.endpoint().address().equals(now.endpoint().address());
        if (sameConnections) {
            facts = next;
            if (!Objects.equals(started(next), started(now))) {
                connectAgain();
            }
        }
        return sameConnections;
    }

    private static @Nullable String started(CallerFacts facts) {
        return facts.endpoint().parameters().get("timestamp");
    }

    /** It was started again, so whoever waits for a pause to end waits for nothing. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void connectAgain() {
        opened().filter(connection -> !connection.isAvailable()).forEach(Connection::connect);
    }

    /** Opening is connecting: no connection of the engine is lazy. */
    @Override
    public void connect() {
        open();
    }

    /** Takes no more calls. Returns what is left to do for its connections, which takes time; nothing when asked again. */
    List<Ending> retire() {
        Connection[] open = shut();
        if (open == null || open.length == 0) {
            return List.of();
        }
        ConnectionListener listener = callers.listener();
        if (listener != null) {
            for (Connection connection : open) {
                // It goes on for those who share it; for this reference it ends here.
                connection.removeListener(listener);
                listener.closed(connection.peer());
            }
        }
        CallerFacts said = facts;
        if (said.terms().own() > 0) {
            return Stream.of(open)
                    .map(connection -> new Ending(() -> connection.inFlight() == 0, connection::close))
                    .toList();
        }
        return IntStream.range(0, open.length)
                .mapToObj(number -> new Ending(
                        () -> open[number].inFlight() == 0,
                        drainMillis ->
                                shared.release(said.endpoint(), said.terms().connection(), number, drainMillis)))
                .toList();
    }

    private synchronized Connection @Nullable [] shut() {
        Connection[] open = connections;
        connections = CLOSED;
        return open;
    }
}
