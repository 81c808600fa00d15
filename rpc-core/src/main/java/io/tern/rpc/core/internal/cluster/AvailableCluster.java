// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Ticker;
import java.util.List;

/** The first provider that is available, in the order of the directory and without a balancer; one attempt. */
public final class AvailableCluster implements Cluster {
    private final Ticker ticker;

    public AvailableCluster(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return "available";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        ProviderChoice choice = new ProviderChoice(directory, balancer, ticker);
        return call -> {
            List<EndpointInvoker> providers = directory.candidates(call);
            return providers.isEmpty()
                    ? choice.nobody(call)
                    : firstAvailable(providers).invoke(call);
        };
    }

    /** With nobody available, the first one: the call connects it, or tells why that is not possible. */
    private static EndpointInvoker firstAvailable(List<EndpointInvoker> providers) {
        for (EndpointInvoker provider : providers) {
            if (provider.isAvailable()) {
                return provider;
            }
        }
        return providers.get(0);
    }
}
