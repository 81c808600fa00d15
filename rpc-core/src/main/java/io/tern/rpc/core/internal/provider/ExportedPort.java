// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.Peer;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.core.internal.inprocess.InProcessCall;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import io.tern.rpc.spi.transport.Server;
import io.tern.rpc.spi.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listening port: the services on it, its workers, and how many requests are under way. Thread-safe. */
final class ExportedPort implements RequestHandler {
    private static final Logger log = LoggerFactory.getLogger(ExportedPort.class);

    private final ProtocolSettings settings;
    private final ProviderContext context;
    private final LateAnswers lateAnswers;
    private final ProviderLog logs;
    private final ServiceTable table = new ServiceTable();
    private final Traffic traffic = new Traffic();
    private final ConnectionEvents events;
    private volatile boolean refusing;
    private volatile boolean announced;
    private @Nullable Server server; // set before the first service is added; null: nobody outside is served
    private volatile @Nullable Server inside; // null: no call of this process is served
    private @Nullable Workers pool; // as server; null: requests run on event loops

    ExportedPort(ProtocolSettings settings, ProviderContext context, LateAnswers lateAnswers) {
        this.settings = settings;
        this.context = context;
        this.lateAnswers = lateAnswers;
        this.events = new ConnectionEvents(table, context.executor());
        this.logs = new ProviderLog(context.observer(), context.ticker());
    }

    /** Called once, before the first service is added: the table's volatile write publishes it to the loops. */
    void opened(Server bound) {
        server = bound;
        openPool(bound);
    }

    private void openPool(Server bound) {
        if (settings.dispatcher() != ProtocolSettings.Dispatcher.DIRECT) {
            pool = WorkerPool.ofPort(bound.address().getPort(), settings, context);
        }
    }

    /**
     * Serves calls of this process too, or only those if nothing was {@link #opened}. Before a service is added that is
     * offered to them; further times nothing happens.
     */
    void openInside(Transport transport) {
        if (inside != null) {
            return;
        }
        InetSocketAddress wanted =
                server == null ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0) : address();
        Server bound;
        try {
            bound = transport.bind(wanted, settings.server(), new Inside());
        } catch (IOException e) {
            throw new IllegalStateException("Services of " + settings.id() + " cannot be called in this process", e);
        }
        if (server == null) {
            openPool(bound);
        }
        inside = bound;
    }

    /** Its business threads; null if there are none. */
    @Nullable
    Workers workers() {
        return pool;
    }

    /** Whether nobody outside is served. */
    boolean isInsideOnly() {
        return server == null;
    }

    /** Where calls of this process go. */
    InetSocketAddress insideAddress() {
        return requireNonNull(inside, "inside").address();
    }

    /** References of this process that can call. */
    int insideConnections() {
        Server bound = inside;
        return bound == null ? 0 : bound.connections();
    }

    /**
     * Takes calls of this process. Without a pool a service runs on the thread that waits for it, which must not lose what it
     * knows about a call of its own; if none waits, on another one, as an asynchronous call must not hold its caller.
     */
    private final class Inside implements RequestHandler {
        @Override
        public @Nullable RequestTarget find(RequestHead head) {
            return ExportedPort.this.find(head);
        }

        @Override
        public void accept(IncomingCall call) {
            if (pool != null) {
                ExportedPort.this.accept(call);
            } else if (call instanceof InProcessCall inProcess && inProcess.isAwaited()) {
                InternalRpcContext.apart(() -> ExportedPort.this.accept(call));
            } else {
                context.executor().execute(() -> ExportedPort.this.accept(call));
            }
        }
    }

    ProtocolSettings settings() {
        return settings;
    }

    InetSocketAddress address() {
        return requireNonNull(server, "server").address();
    }

    /** For messages: one that nothing listens on if nobody outside is served. */
    private int portNumber() {
        return (server == null ? insideAddress() : address()).getPort();
    }

    ServiceTable table() {
        return table;
    }

    Ticker ticker() {
        return context.ticker();
    }

    RpcObserver observer() {
        return context.observer();
    }

    boolean watchesCalls() {
        return context.watchCalls();
    }

    ProviderLog logs() {
        return logs;
    }

    LateAnswers lateAnswers() {
        return lateAnswers;
    }

    @Override
    public @Nullable RequestTarget find(RequestHead head) {
        return table.find(head);
    }

    @Override
    public void connected(Peer peer) {
        events.opened(peer);
    }

    @Override
    public void disconnected(Peer peer) {
        events.closed(peer);
    }

    @Override
    public boolean isBusy() {
        Workers workers = pool;
        return workers != null && workers.hasBacklog();
    }

    @Override
    public void accept(IncomingCall call) {
        traffic.started();
        if (!(call.target() instanceof HeadTarget target)) {
            String text = table.notFound(call.head(), Map.of());
            logs.refused(text);
            refuse(call, ReplyStatus.SERVICE_ERROR, text);
            return;
        }
        if (refusing) {
            // The status that consumers take for "not here, not now", and so try elsewhere.
            refuse(call, ReplyStatus.THREADPOOL_EXHAUSTED, "This provider is shutting down; try another one");
            return;
        }
        ServiceMethod method = target.current();
        Workers own = method.entry().workersByHead();
        serve(new ServerCall(this, call, method, own == null ? pool : own));
    }

    /** Hands a request to its workers, or refuses it. */
    void serve(ServerCall served) {
        Workers workers = served.workers();
        if (workers == null) {
            served.run();
        } else if (!workers.offer(served)) {
            String text = workers.fullText();
            context.observer().counted(RpcObserver.Event.REQUEST_REFUSED);
            logs.refused(text);
            served.notTaken(text);
            ThreadDumps dumps = context.dumps();
            if (dumps != null) {
                dumps.exhausted(portNumber()); // last: whatever becomes of it, the consumer has been told
            }
        }
    }

    private void refuse(IncomingCall call, ReplyStatus status, String text) {
        try {
            call.replyStatus(status, text);
        } finally {
            traffic.ended();
        }
    }

    void ended() {
        traffic.ended();
    }

    /** Requests taken over and not ended. */
    Traffic traffic() {
        return traffic;
    }

    /** Connections from outside that are open now. */
    int connections() {
        return server == null ? 0 : server.connections();
    }

    void announceShutdown() {
        if (!announced) {
            announced = true;
            servers().forEach(Server::announceShutdown);
        }
    }

    private Stream<Server> servers() {
        return Stream.of(Optional.ofNullable(server), Optional.ofNullable(inside))
                .flatMap(Optional::stream);
    }

    /** From now on requests are refused with a status that consumers retry elsewhere. */
    void refuseNew() {
        refusing = true;
    }

    void close() {
        refusing = true;
        long cutOff = traffic.running();
        if (cutOff > 0) {
            log.warn(
                    "Port {} closes while {} requests are running; their consumers see a lost connection",
                    portNumber(),
                    cutOff);
        }
        servers().forEach(Server::close);
        if (pool != null) {
            pool.close();
        }
    }
}
