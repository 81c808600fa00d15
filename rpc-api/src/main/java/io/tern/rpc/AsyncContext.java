// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/**
 * The right to answer one request later, from any thread. Got from {@link RpcContext#startAsync()} on the provider.
 *
 * <p>The provider's thread is free as soon as the service method returns; what the method returns is ignored. If nobody
 * writes before the request's deadline, the context is freed and the method is logged once.
 */
public interface AsyncContext {
    /**
     * Answers the request.
     *
     * @param value the result; a {@link Throwable} is sent as the service's exception
     * @throws IllegalStateException if the request was answered or stopped before; the first answer stands
     */
    void write(@Nullable Object value);

    /** Gives up the right to answer; the consumer runs into its timeout. False if it was answered or stopped before. */
    boolean stop();

    /** True from the start on; kept for ported code. */
    boolean isAsyncStarted();

    /**
     * Shows the request's context (attachments, peer, deadline), and what {@link ContextCarrier}s took when {@link
     * RpcContext#startAsync()} was called, on the calling thread, until {@link #resetContext()}.
     */
    void signalContextSwitch();

    /** Gives the calling thread back the context it had before {@link #signalContextSwitch()}. */
    void resetContext();
}
