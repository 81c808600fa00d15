// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.Endpoint;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.Transport;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one Tern instance that references share: one for each address and settings, or several numbered ones,
 * closed with the last reference that uses it. Thread-safe.
 */
public final class SharedConnections {
    private final Transport transport;
    private final Object lock = new Object();
    // Guarded by lock, as the counts inside.
    private final Map<Key, Entry> entries = new HashMap<>();

    public SharedConnections(Transport transport) {
        this.transport = transport;
    }

    private record Key(String address, ConnectionSettings settings, int number) {
        @Override
        public int hashCode() { // by hand: decision 0029
            return 31 * address.hashCode() + number;
        }
    }

    private static final class Entry {
        private final Connection connection;
        private int users;

        private Entry(Connection connection) {
            this.connection = connection;
        }
    }

    /** The connection of this number for the address, opened if nobody uses it yet. To be given back with {@link #release}. */
    Connection acquire(Endpoint endpoint, ConnectionSettings settings, int number) {
        synchronized (lock) {
            // Under the lock, so that two references never open two connections; open() returns at once, calling
            // nobody.
            Entry entry = entries.computeIfAbsent(
                    new Key(endpoint.address(), settings, number),
                    key -> new Entry(transport.open(endpoint, settings)));
            entry.users++;
            return entry.connection;
        }
    }

    /** A connection that nobody shares; the caller closes it. */
    Connection openOwn(Endpoint endpoint, ConnectionSettings settings) {
        return transport.open(endpoint, settings);
    }

    /** Gives a shared connection back; the last one closes it and waits for calls in flight up to {@code drainMillis}. */
    void release(Endpoint endpoint, ConnectionSettings settings, int number, long drainMillis) {
        Connection unused = leave(new Key(endpoint.address(), settings, number));
        if (unused != null) {
            unused.close(drainMillis);
        }
    }

    private @Nullable Connection leave(Key key) {
        synchronized (lock) {
            Entry entry = entries.get(key);
            if (entry == null) {
                throw new IllegalStateException("No shared connection to " + key.address() + " is in use");
            }
            entry.users--;
            if (entry.users > 0) {
                return null;
            }
            entries.remove(key);
            return entry.connection;
        }
    }

    /** Connections open now. */
    public int size() {
        synchronized (lock) {
            return entries.size();
        }
    }
}
