// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.Peer;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * One open channel between two processes, from its connect to its end: what a {@link Connection} has one after the other of,
 * and what a {@link Server} accepts. Either end can call the other, each with request ids of its own. Both ends of callback
 * arguments hold on to a link, since they end with it. The same object for all calls of a channel. Thread-safe.
 */
public interface Link {
    /** The ends. */
    Peer peer();

    /** Whether calls can still be sent. Never blocks, and never becomes true again. */
    boolean isOpen();

    /**
     * Sends a call to the other end, over this channel or not at all. The calling thread must not be an event loop unless
     * the call is asynchronous.
     *
     * @return the outcome; already failed, with {@code NOT_SENT}, if the channel is closed or the request could not be encoded
     *     or queued. A one-way call's is complete at once
     */
    ResponseFuture<@Nullable Object> send(Invocation call, PreparedCall prepared);

    /**
     * Lets the other end call this one. Before that, its requests are refused; a peer can never make this process serve
     * anything by itself. Once, and only on a link of a {@link Connection}: on a server's, its own handler has the requests.
     *
     * @throws IllegalStateException if somebody serves here already
     */
    void serve(RequestHandler handler);

    /** Runs {@code action} when the channel has ended; at once if it has. Any thread, event loops too: it must be quick. */
    void onClose(Runnable action);
}
