// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Chooses in turn, each as often as its weight says and not in runs: nginx's smooth weighted round robin. Each selection
 * credits every candidate with its weight, takes the one with most credit, and takes the sum of the weights from it.
 *
 * <p>Credits are atomic one by one, and the step as a whole is not: threads that choose at one moment may choose the same
 * provider, which then has less credit for the next. So shares are right in the long run, and no call waits for another.
 */
public final class RoundRobinBalancer implements LoadBalancer {
    private final ProviderMemory<Credit> credits = new ProviderMemory<>(Credit::new);

    @Override
    public String name() {
        return "roundrobin";
    }

    @Override
    public LoadBalancer forMethod(MethodSettings settings) {
        return new RoundRobinBalancer();
    }

    @Override
    public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        EndpointInvoker chosen = next(candidates, true);
        if (chosen == null) {
            chosen = next(candidates, false);
        }
        return requireNonNull(chosen);
    }

    /** Null if nobody has a weight. */
    private @Nullable EndpointInvoker next(List<EndpointInvoker> candidates, boolean weighted) {
        EndpointInvoker chosen = null;
        Credit of = null;
        long most = 0;
        long total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            EndpointInvoker provider = candidates.get(i);
            int weight = weighted ? provider.weight() : 1;
            if (weight > 0) {
                Credit credit = credits.of(provider, candidates);
                long sum = credit.add(weight);
                total += weight;
                if (chosen == null || sum > most) {
                    chosen = provider;
                    of = credit;
                    most = sum;
                }
            }
        }
        if (of != null) {
            of.sum.addAndGet(-total);
        }
        return chosen;
    }

    private static final class Credit {
        final AtomicLong sum = new AtomicLong();
        private volatile int weight;

        /** Starts again where the weight has changed: what is owed by a large weight would take a small one for ever. */
        long add(int now) {
            if (weight != now) {
                weight = now;
                sum.set(0);
            }
            return sum.addAndGet(now);
        }
    }
}
