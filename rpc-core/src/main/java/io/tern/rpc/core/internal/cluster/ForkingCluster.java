// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.internal.consumer.CallErrors;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several providers at a time, as many as {@code forks} says; the first answer counts, and the other calls are cancelled.
 * For reads that must be quick: each provider runs the call. It fails only if all do.
 */
public final class ForkingCluster implements Cluster {
    private final ClusterContext context;

    public ForkingCluster(ClusterContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "forking";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        ProviderChoice choice = context.choice(directory, balancer, settings);
        int forks = settings.forks();
        return call -> {
            List<EndpointInvoker> providers = choice.candidates(call);
            if (providers.isEmpty()) {
                return choice.nobody(call);
            }
            List<EndpointInvoker> chosen = choose(choice, providers, forks, call);
            return chosen.size() == 1
                    ? choice.attempt(chosen.get(0), call)
                    : new FirstAnswer(call, choice, chosen).begin();
        };
    }

    /** Different ones; fewer if there are not so many that can be called. */
    private static List<EndpointInvoker> choose(
            ProviderChoice choice, List<EndpointInvoker> providers, int forks, Invocation call) {
        int most = Math.min(forks, providers.size());
        List<EndpointInvoker> chosen = new ArrayList<>(most);
        while (chosen.size() < most) {
            EndpointInvoker next = choice.next(providers, chosen, call);
            if (chosen.contains(next)) {
                break;
            }
            chosen.add(next);
        }
        return chosen;
    }

    private final class FirstAnswer extends JoinedFuture {
        FirstAnswer(Invocation call, ProviderChoice choice, List<EndpointInvoker> providers) {
            super(call, choice, context.ticker(), providers);
        }

        @Override
        void ended(int index, @Nullable Throwable error, boolean last) {
            if (Outcome.failure(error) == null) {
                endAs(index);
            } else if (last && !isAnswered()) {
                end(index, null, CallErrors.someFailed(call(), providers().size(), errors(), nowNanos()));
            }
        }

        /** Whoever got the answer may be just about to end this future, on another thread. */
        private boolean isAnswered() {
            for (int i = 0; i < providers().size(); i++) {
                if (Outcome.failure(error(i)) == null) {
                    return true;
                }
            }
            return false;
        }
    }
}
