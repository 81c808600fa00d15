// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every provider, all at a time, for what each of them has to know. The call fails if one of them fails, be it with an
 * exception of the service. The result is that of the last provider, as in Dubbo, unless {@code merger} makes one of all.
 */
public final class BroadcastCluster implements Cluster {
    private final ClusterContext context;

    public BroadcastCluster(ClusterContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "broadcast";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        ProviderChoice choice = context.choice(directory, balancer, settings);
        Mergers mergers = new Mergers(settings);
        return call -> {
            List<EndpointInvoker> providers = choice.candidates(call);
            if (providers.isEmpty()) {
                return choice.nobody(call);
            }
            Merger merger = mergers.of(call.method());
            Function<List<@Nullable Object>, @Nullable Object> result =
                    merger == null ? values -> values.get(values.size() - 1) : merger::merge;
            return new AllAnswers(call, choice, context.ticker(), providers, result).begin();
        };
    }
}
