// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.Peer;
import org.jspecify.annotations.Nullable;

/** The engine's side of a server. Thread-safe; called on event loops: it must not block. */
public interface RequestHandler {
    /**
     * Finds what a request calls, from its plain head strings, before any object of it is decoded.
     *
     * @return what to call; the transport may remember it for equal heads, so it must answer for itself when its service
     *     is withdrawn. Null if there is no such service or method
     */
    @Nullable
    RequestTarget find(RequestHead head);

    /**
     * Whether requests wait for a thread, so that more replies will follow soon and had better be sent together. A hint;
     * any thread.
     */
    default boolean isBusy() {
        return false;
    }

    /** A consumer has connected. */
    default void connected(Peer peer) {}

    /** The connection of a consumer has ended. */
    default void disconnected(Peer peer) {}

    /** Takes a request over: replies to it or drops it, exactly once, now or later, on any thread. */
    void accept(IncomingCall call);
}
