// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.ResponseFuture;
import org.jspecify.annotations.Nullable;

/**
 * Wraps an invoker on one side. Runs once per call, outside of retries, in the order in which {@code filter="a,b"} names
 * them. One instance serves all calls: thread-safe.
 *
 * <p>On the consumer it runs on the caller; on the provider, on the worker that serves the request. To act on the
 * outcome, add a stage to the returned future; it runs on the caller of a synchronous call, on a callback thread of an
 * asynchronous one, and on the thread that completes the answer on a provider. To answer without calling, return
 * {@link ResponseFuture#completed} or {@link ResponseFuture#failed}.
 */
public interface Filter {
    /** The name in {@code filter="…"}; case-sensitive and unique. A filter that is a Spring bean goes by the bean's id instead. */
    String name();

    /** Performs the call, as a rule through {@code next}. */
    ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next);
}
