// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import java.util.function.Function;

/**
 * The clusters of one method.
 *
 * @param settings the method's
 * @param name of the reference's own cluster
 * @param all finds a cluster by its name
 * @param balancers finds a load balancer by its name
 */
record MethodClusters(
        MethodSettings settings, String name, Function<String, Cluster> all, Function<String, LoadBalancer> balancers) {
    /** The invoker for the providers of a directory, by the reference's own cluster. */
    Invoker join(Directory directory) {
        return guarded(all.apply(name).join(directory, balancer(), settings));
    }

    /** A balancer of the method, with a memory of its own. */
    LoadBalancer balancer() {
        return balancers.apply(settings.loadBalance()).forMethod(settings);
    }

    /**
     * Holds clusters and balancers, which can be the user's, to what {@link Invoker} promises: a call whose links above
     * would miss its end would keep its {@code actives} slot for ever.
     */
    static Invoker guarded(Invoker providers) {
        return call -> {
            try {
                return providers.invoke(call);
            } catch (Throwable error) {
                return ResponseFuture.failed(error);
            }
        };
    }
}
