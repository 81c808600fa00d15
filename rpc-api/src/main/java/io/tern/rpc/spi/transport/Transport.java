// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.Endpoint;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.spi.MethodDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Connections and servers of one Tern instance; owns their threads. Thread-safe. */
public interface Transport extends AutoCloseable {
    /** Encodes what never changes about the calls of a method. What it returns serves all endpoints with an equal head. */
    PreparedCall prepare(MethodDescriptor method, CallHead head);

    /**
     * Makes a connection that keeps itself open: it connects now, unless lazy, and again whenever it is lost.
     *
     * @return at once; {@link Connection#connect()} tells how the first attempt ends
     */
    Connection open(Endpoint endpoint, ConnectionSettings settings);

    /**
     * Listens.
     *
     * @throws IOException if the address cannot be bound; the message names it
     */
    Server bind(InetSocketAddress address, ServerSettings settings, RequestHandler handler) throws IOException;

    /** Closes what is still open and ends the threads, within two seconds. Idempotent; not from an event loop. */
    @Override
    void close();

    /** Whether the current thread is an event loop of this kind of transport: whatever waits for it must not run there. */
    default boolean isEventLoop() {
        return false;
    }

    /** Bytes that the buffers of connections take; other users of the same allocator may count too. 0 if nobody knows. */
    default long bufferBytes() {
        return 0;
    }
}
