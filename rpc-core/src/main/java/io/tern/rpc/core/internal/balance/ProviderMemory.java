// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.spi.EndpointInvoker;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a balancer remembers of each provider. Thread-safe; looking something up takes no lock. */
final class ProviderMemory<S> {
    private final ConcurrentHashMap<EndpointInvoker, S> states = new ConcurrentHashMap<>();
    private final Supplier<S> fresh;

    /** @param fresh what is remembered of a provider that was not seen before */
    ProviderMemory(Supplier<S> fresh) {
        this.fresh = fresh;
    }

    /** @param candidates the provider's list */
    S of(EndpointInvoker provider, List<EndpointInvoker> candidates) {
        S state = states.get(provider);
        return state == null ? meet(provider, candidates) : state;
    }

    /** Null of one that was never a candidate, or has been forgotten. */
    @Nullable
    S known(EndpointInvoker provider) {
        return states.get(provider);
    }

    /**
     * A provider that comes is the moment to forget those that went, or restarts would pile up. Who can still be called
     * is kept: a route may only have left it out of this call.
     */
    private S meet(EndpointInvoker provider, List<EndpointInvoker> candidates) {
        if (states.size() >= candidates.size()) {
            states.keySet().removeIf(known -> !known.isAvailable() && !candidates.contains(known));
        }
        return states.computeIfAbsent(provider, unused -> fresh.get());
    }
}
