// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.tern.rpc.spi.transport.ConnectionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Who hears of one connection. Few if any, and they rarely change. Thread-safe. */
final class ConnectionListeners {
    private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();

    /** {@code current} is the link that is open now; null if none is. */
    void add(ConnectionListener listener, @Nullable ClientHandler current) {
        listeners.add(listener);
        if (current != null) {
            listener.opened(current.peer());
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
