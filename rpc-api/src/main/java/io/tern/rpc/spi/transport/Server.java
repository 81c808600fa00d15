// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import java.net.InetSocketAddress;

/** A listening socket and its connections. Thread-safe. */
public interface Server extends AutoCloseable {
    /** The bound address, with the real port. */
    InetSocketAddress address();

    /** Connections open now. */
    int connections();

    /** Stops accepting and tells every consumer that this provider goes away (Dubbo's read-only event); calls are still served. */
    void announceShutdown();

    /** Closes the socket and its connections after what was queued is written, at the latest after a second. Idempotent. */
    @Override
    void close();
}
