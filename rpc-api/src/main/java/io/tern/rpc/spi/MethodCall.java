// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import org.jspecify.annotations.Nullable;

/** What a generated stub calls: one method of one reference. Thread-safe. */
@FunctionalInterface
public interface MethodCall {
    /**
     * Performs the call in the configured mode.
     *
     * @param arguments one per parameter, primitives boxed; the callee owns the array
     * @return the value, or the zero value of the return type where the call does not wait; never null for a primitive
     * @throws Throwable the service's own exception as it is, or an {@link io.tern.rpc.RpcException}
     */
    @Nullable
    Object call(@Nullable Object[] arguments) throws Throwable;
}
