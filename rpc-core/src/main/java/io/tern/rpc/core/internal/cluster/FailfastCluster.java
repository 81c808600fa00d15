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

/** One attempt, whatever {@code retries} says: for calls that must not run twice. */
public final class FailfastCluster implements Cluster {
    private final Ticker ticker;

    public FailfastCluster(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return "failfast";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        ProviderChoice choice = new ProviderChoice(directory, balancer, ticker);
        return call -> {
            List<EndpointInvoker> providers = directory.candidates(call);
            return providers.isEmpty()
                    ? choice.nobody(call)
                    : choice.next(providers, List.of(), call).invoke(call);
        };
    }
}
