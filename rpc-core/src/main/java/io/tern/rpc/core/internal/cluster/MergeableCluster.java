// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One provider of each group, or of each registry, all at a time, and {@code merger} makes one result of theirs. The call fails if one group
 * does: a result in which a part is missing would look like a whole one. Methods without a merger call the first provider
 * that is available, of whatever group.
 */
public final class MergeableCluster implements Cluster {
    private final ClusterContext context;

    public MergeableCluster(ClusterContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "mergeable";
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
            if (merger == null) {
                return choice.attempt(ProviderChoice.firstAvailable(providers), call);
            }
            List<EndpointInvoker> chosen = new ArrayList<>();
            for (List<EndpointInvoker> group : groups(providers)) {
                chosen.add(choice.next(group, List.of(), call));
            }
            return chosen.size() == 1
                    ? choice.attempt(chosen.get(0), call)
                    : new AllAnswers(call, choice, context.ticker(), chosen, merger::merge).begin();
        };
    }

    private static List<List<EndpointInvoker>> groups(List<EndpointInvoker> providers) {
        Map<Object, List<EndpointInvoker>> groups = new LinkedHashMap<>();
        for (EndpointInvoker provider : providers) {
            Object group = provider instanceof RegistryPicks.Picked picked
                    ? picked.section()
                    : provider.endpoint().parameters().getOrDefault("group", "");
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(provider);
        }
        return groups.values().stream().map(List::copyOf).toList();
    }
}
