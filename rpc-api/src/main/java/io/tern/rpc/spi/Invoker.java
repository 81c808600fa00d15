// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.ResponseFuture;
import org.jspecify.annotations.Nullable;

/** Performs a call. What comes after a filter, a cluster, and one provider's endpoint all are invokers. Thread-safe. */
public interface Invoker {
    /**
     * Starts the call; never throws for a failed call.
     *
     * @return the outcome; already failed if the call could not be sent. A synchronous call's future may be pending: it
     *     is {@link ResponseFuture#await() awaited} by the caller
     */
    ResponseFuture<@Nullable Object> invoke(Invocation call);
}
