// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.tern.rpc.spi.transport.ConnectionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who hears of one connection. Few if any, and they rarely change. Thread-safe. */
final class ConnectionListeners {
    private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();

    /** {@code current} finds the link that is open; null if none is. */
    void add(ConnectionListener listener, Supplier<@Nullable ClientHandler> current) {
        listeners.add(listener); // first: a link that comes or goes from now on is told by whoever sees it
        ClientHandler open = current.get();
        if (open != null) {
            listener.opened(open.peer());
            if (current.get() != open) {
                listener.closed(open.peer()); // whoever saw that may have told it before the line above
            }
        }
    }

    void remove(ConnectionListener listener) {
        listeners.remove(listener);
    }

    void opened(ClientHandler link) {
        listeners.forEach(listener -> listener.opened(link.peer()));
    }

    void closed(ClientHandler link) {
        listeners.forEach(listener -> listener.closed(link.peer()));
    }
}
