// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.internal.consumer.SeveralRegistries;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Invoker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clusters whose providers are one of each registry. */
public final class RegistryClusters implements SeveralRegistries {
    private static final String FAILOVER = "failover";

    private final ClusterContext context;

    public RegistryClusters(ClusterContext context) {
        this.context = context;
    }

    @Override
    public Invoker join(Cluster cluster, List<Part> parts, @Nullable String zone, MethodSettings settings) {
        // Failover asks anew for each attempt; who asks once gets all of them.
        RegistryPicks picks =
                new RegistryPicks(context, parts, zone, cluster.name().equals(FAILOVER), settings);
        return cluster.join(picks, picks, settings);
    }
}
