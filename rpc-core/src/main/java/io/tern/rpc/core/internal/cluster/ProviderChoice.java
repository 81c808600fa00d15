// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.core.internal.consumer.CallErrors;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which provider a cluster tries: the balancer's choice, as far as there is one. */
record ProviderChoice(Directory directory, LoadBalancer balancer, Ticker ticker) {
    /** The outcome of a call for which the snapshot has nobody. */
    ResponseFuture<@Nullable Object> nobody(Invocation call) {
        return ResponseFuture.failed(CallErrors.noProvider(call, directory, ticker.nanos()));
    }

    /**
     * Chooses among providers that are available and not tried yet; failing that, among the available ones, then among
     * those not tried, then among all: the call may still connect an unavailable one, or say best why it cannot.
     *
     * @param providers not empty
     */
    EndpointInvoker next(List<EndpointInvoker> providers, List<EndpointInvoker> tried, Invocation call) {
        if (providers.size() == 1) {
            return providers.get(0);
        }
        EndpointInvoker chosen = balancer.select(providers, call);
        if (chosen.isAvailable() && !tried.contains(chosen)) {
            return chosen;
        }
        Predicate<EndpointInvoker> untried = provider -> !tried.contains(provider);
        List<EndpointInvoker> candidates = filter(providers, untried.and(EndpointInvoker::isAvailable));
        if (candidates.isEmpty()) {
            candidates = filter(providers, EndpointInvoker::isAvailable);
        }
        if (candidates.isEmpty()) {
            candidates = filter(providers, untried);
        }
        return candidates.isEmpty() ? chosen : balancer.select(candidates, call);
    }

    private static List<EndpointInvoker> filter(List<EndpointInvoker> providers, Predicate<EndpointInvoker> wanted) {
        List<EndpointInvoker> found = new ArrayList<>(providers.size());
        for (EndpointInvoker provider : providers) {
            if (wanted.test(provider)) {
                found.add(provider);
            }
        }
        return List.copyOf(found);
    }
}
