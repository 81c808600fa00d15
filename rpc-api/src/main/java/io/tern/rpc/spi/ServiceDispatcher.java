// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import org.jspecify.annotations.Nullable;

/** Calls a service's methods by index, without reflection where it can be generated. Thread-safe. */
@FunctionalInterface
public interface ServiceDispatcher {
    /**
     * Calls one method.
     *
     * @param methodIndex {@link MethodDescriptor#index()}
     * @param service the implementation
     * @param arguments one per parameter, primitives boxed
     * @return the result, primitives boxed; null for void
     * @throws Throwable what the method threw, as it is
     */
    @Nullable
    Object dispatch(int methodIndex, Object service, @Nullable Object[] arguments) throws Throwable;
}
