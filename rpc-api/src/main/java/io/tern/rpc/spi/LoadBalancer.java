// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.config.MethodSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses a provider. One instance serves all references that name it; thread-safe. */
public interface LoadBalancer {
    /** The name in {@code loadbalance="…"}; case-sensitive and unique. */
    String name();

    /** Chooses one of {@code candidates}, which is immutable and never empty. Never blocks. */
    EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call);

    /** The balancer of one method of one reference; one that remembers something returns a new one. */
    default LoadBalancer forMethod(MethodSettings settings) {
        return this;
    }

    /** Whether {@link #ended} is to be called. */
    default boolean watches() {
        return false;
    }

    /**
     * An attempt that was selected here has ended. On any thread, must be quick.
     *
     * @param error null if it succeeded; an exception of the service counts as a success of the provider
     */
    default void ended(EndpointInvoker provider, Invocation call, @Nullable Throwable error, long elapsedNanos) {}
}
