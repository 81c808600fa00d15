// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import io.tern.rpc.spi.transport.Server;
import java.net.InetSocketAddress;
import java.util.Map;
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
    private volatile boolean refusing;
    private volatile boolean announced;
    private @Nullable Server server; // set before the first service is added
    private @Nullable Workers pool; // as server; null: requests run on event loops

    ExportedPort(ProtocolSettings settings, ProviderContext context, LateAnswers lateAnswers) {
        this.settings = settings;
        this.context = context;
        this.lateAnswers = lateAnswers;
        this.logs = new ProviderLog(context.observer(), context.ticker());
    }

    /** Called once, before the first service is added: the table's volatile write publishes it to the loops. */
    void opened(Server bound) {
        server = bound;
        if (settings.dispatcher() != ProtocolSettings.Dispatcher.DIRECT) {
            pool = WorkerPool.ofPort(bound.address().getPort(), settings, context);
        }
    }

    ProtocolSettings settings() {
        return settings;
    }

    InetSocketAddress address() {
        return requireNonNull(server, "server").address();
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
        Workers own = method.entry().workers();
        Workers workers = own == null || method.entry().isWithdrawn() ? pool : own;
        ServerCall served = new ServerCall(this, call, method, workers);
        if (workers == null) {
            served.run();
        } else if (!workers.offer(served)) {
            served.returned();
            String text = workers.fullText();
            context.observer().counted(RpcObserver.Event.REQUEST_REFUSED);
            ThreadDumps dumps = context.dumps();
            if (dumps != null) {
                dumps.exhausted(address().getPort());
            }
            logs.refused(text);
            if (!call.isTwoWay()) {
                logs.oneWayFailed(method, "no thread is free", null);
            }
            refuse(call, ReplyStatus.THREADPOOL_EXHAUSTED, text);
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

    /** Connections open now. */
    int connections() {
        return requireNonNull(server, "server").connections();
    }

    void announceShutdown() {
        if (!announced) {
            announced = true;
            requireNonNull(server, "server").announceShutdown();
        }
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
                    address().getPort(),
                    cutOff);
        }
        requireNonNull(server, "server").close();
        if (pool != null) {
            pool.close();
        }
    }
}
