// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;

/** One attempt, whatever {@code retries} says: for calls that must not run twice. */
public final class FailfastCluster implements Cluster {
    private final ClusterContext context;

    public FailfastCluster(ClusterContext context) {
        this.context = context;
    }

    @Override
    public String name() {
        return "failfast";
    }

    @Override
    public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
        return context.choice(directory, balancer, settings)::once;
    }
}
