// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a cluster see one provider of each of several registries. */
@FunctionalInterface
public interface SeveralRegistries {
    /**
     * A registry.
     *
     * @param registry zone, weight and preference
     * @param providers those that it names
     * @param balancer chooses among them
     */
    record Part(RegistrySettings registry, Directory providers, LoadBalancer balancer) {}

    /**
     * The invoker of one method.
     *
     * @param cluster makes attempts; each goes to one provider of one registry
     * @param parts in the order of configuration, at least two
     * @param zone the zone of calls that name none; null if they have none
     */
    Invoker join(Cluster cluster, List<Part> parts, @Nullable String zone, MethodSettings settings);
}
