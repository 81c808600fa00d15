// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.LoadBalancer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Chooses whoever has the lowest score; among equals at random, in proportion to the weights. Allocates nothing. */
abstract class LowestScoreBalancer implements LoadBalancer {
    /** @param nowNanos the time that {@link #lowest} was given */
    abstract long score(EndpointInvoker provider, List<EndpointInvoker> candidates, long nowNanos);

    final EndpointInvoker lowest(List<EndpointInvoker> candidates, long nowNanos) {
        EndpointInvoker chosen = lowest(candidates, nowNanos, true);
        if (chosen == null) {
            chosen = lowest(candidates, nowNanos, false);
        }
        return requireNonNull(chosen);
    }

    /** Null if nobody has a weight. */
    private @Nullable EndpointInvoker lowest(List<EndpointInvoker> candidates, long nowNanos, boolean weighted) {
        EndpointInvoker chosen = null;
        long lowest = 0;
        long total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            EndpointInvoker provider = candidates.get(i);
            int weight = weighted ? provider.weight() : 1;
            if (weight > 0) {
                long score = score(provider, candidates, nowNanos);
                if (chosen == null || score < lowest) {
                    chosen = provider;
                    lowest = score;
                    total = weight;
                } else if (score == lowest) {
                    total += weight;
                    // Each equal that comes replaces those before by its share of the weights so far, which leaves all
                    // of
                    // them with their share in the end, and needs no list of them.
                    chosen = ThreadLocalRandom.current().nextLong(total) < weight ? provider : chosen;
                }
            }
        }
        return chosen;
    }
}
