// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.Peer;
import io.tern.rpc.RpcContext;
import io.tern.rpc.core.internal.pool.TaskQueue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls what the services of one port name in {@code onconnect} and {@code ondisconnect}, when a consumer has connected or
 * is gone: in the order in which that happened, one at a time, and never on an event loop. Thread-safe.
 */
final class ConnectionEvents {
    private static final Logger log = LoggerFactory.getLogger(ConnectionEvents.class);

    private final ServiceTable table;
    private final TaskQueue queue;

    ConnectionEvents(ServiceTable table, Executor threads) {
        this.table = table;
        this.queue = new TaskQueue(threads);
    }

    void opened(Peer peer) {
        List<ServiceEntry> watching = table.snapshot().watching();
        if (!watching.isEmpty()) {
            queue.execute(() -> watching.forEach(
                    entry -> call(entry, "onconnect", entry.settings().style().onConnect(), peer)));
        }
    }

    void closed(Peer peer) {
        List<ServiceEntry> watching = table.snapshot().watching();
        if (!watching.isEmpty()) {
            queue.execute(() -> watching.forEach(entry ->
                    call(entry, "ondisconnect", entry.settings().style().onDisconnect(), peer)));
        }
    }

    /** The method finds in its context who it is about. What it returns is for nobody. */
    private static void call(ServiceEntry entry, String attribute, @Nullable String name, Peer peer) {
        ServiceMethod method = name == null ? null : entry.method(name, "");
        if (method == null) {
            return;
        }
        RpcContext context = RpcContext.getContext();
        InternalRpcContext.enter(
                context, new InternalRpcContext.Request(method.descriptor().method(), peer, null, Map.of()));
        try {
            entry.dispatch(method.descriptor().index(), new Object[0]);
        } catch (Throwable e) {
            log.error("{}=\"{}\" of {} failed", attribute, name, entry.settings(), e);
        } finally {
            InternalRpcContext.leave(context);
        }
    }
}
