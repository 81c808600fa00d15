// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import io.tern.rpc.spi.Invocation;
import org.jspecify.annotations.Nullable;

/** Answers a call instead of a provider. Thread-safe. */
@FunctionalInterface
interface StandIn {
    /**
     * The answer, as the service's method would return it.
     *
     * @throws Throwable what the service's method would throw
     */
    @Nullable
    Object answer(Invocation call) throws Throwable;
}
