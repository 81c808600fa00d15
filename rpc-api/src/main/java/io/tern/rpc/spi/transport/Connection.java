// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.Peer;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.Invocation;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One connection to a provider, which reconnects by itself. Thread-safe. */
public interface Connection extends AutoCloseable {
    /** The ends: the peer's address as configured, resolved if it was connected once. The same object until it reconnects. */
    Peer peer();

    /** True if open and not announced as going away. Never blocks. */
    boolean isAvailable();

    /** Connects if it is not connected, joining an attempt under way; completes exceptionally with the reason. */
    CompletionStage<Void> connect();

    /**
     * Sends a call.
     *
     * <p>If the connection is down, the calling thread waits for an attempt to connect, at most until the deadline. With
     * {@code sent} it also waits until the request is written. The calling thread must not be an event loop for either.
     *
     * @return the outcome; already failed, with {@code NOT_SENT}, if the request could not be encoded or queued. A
     *     one-way call's is complete at once
     */
    ResponseFuture<@Nullable Object> send(Invocation call, PreparedCall prepared);

    /**
     * The channel that a call would go over now, connected and waited for as by {@link #send}. For calls whose effects end with
     * the channel.
     *
     * @throws io.tern.rpc.RpcException with {@code NOT_SENT}, if there is none in time
     */
    default Link link(Invocation call, PreparedCall prepared) {
        throw new UnsupportedOperationException("This transport has no callbacks");
    }

    /** Lets somebody hear when it is opened and when it is lost; at once, if it is open. */
    default void addListener(ConnectionListener listener) {}

    /** Ends {@link #addListener}. */
    default void removeListener(ConnectionListener listener) {}

    /** Calls sent and not ended. */
    int inFlight();

    /**
     * Closes for good: no new calls, waits for those in flight up to {@code drainMillis}, fails the rest with their
     * reason. Idempotent.
     */
    void close(long drainMillis);

    /** Closes without waiting. */
    @Override
    default void close() {
        close(0);
    }
}
