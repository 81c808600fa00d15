// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;

/**
 * Dubbo's name for the choice among several registries. Here the directory makes that choice, so what is left to do is
 * failover's.
 */
public final class ZoneAwareCluster implements Cluster {
    private final FailoverCluster failover;

    public ZoneAwareCluster(ClusterContext context) {
        this.failover = new FailoverCluster(context);
    }

    @Override
    public String name() {
        return "zone-aware";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        return failover.join(directory, balancer, settings);
    }
}
