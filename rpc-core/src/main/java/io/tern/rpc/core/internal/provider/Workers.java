// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.spi.telemetry.InstanceFigures;
import org.jspecify.annotations.Nullable;

/** Threads that serve requests: those of a port, or of one service. Thread-safe. */
interface Workers {
    /**
     * Hands a request to a thread.
     *
     * @return false if none takes it; then nothing was kept
     */
    boolean offer(ServerCall call);

    /** Gives back the place of a request that was offered; once, by its worker. */
    void release();

    /** Whether requests wait for a thread; a hint. */
    boolean hasBacklog();

    /** Says why a request was refused, what keeps the threads busy, and what can be done. */
    String fullText();

    /** Figures of this moment; null if somebody else knows more about these threads. */
    default InstanceFigures.@Nullable Pool figures() {
        return null;
    }

    /** Takes no more requests; those that were taken over end as usual. */
    void retire();

    /**
     * Ends the threads: at once those that are idle, the others after their request, which is interrupted. Requests that
     * still wait for a thread are dropped.
     */
    void close();
}
