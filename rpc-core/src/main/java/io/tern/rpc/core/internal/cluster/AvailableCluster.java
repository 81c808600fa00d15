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

/** The first provider that is available, in the order of the directory and without a balancer; one attempt. */
public final class AvailableCluster implements Cluster {
    private final ClusterContext context;

    public AvailableCluster(ClusterContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "available";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        ProviderChoice choice = context.choice(directory, balancer, settings);
        return call -> {
            List<EndpointInvoker> providers = choice.candidates(call);
            return providers.isEmpty()
                    ? choice.nobody(call)
                    : choice.attempt(ProviderChoice.firstAvailable(providers), call);
        };
    }
}
