// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import java.util.Map;

/** What becomes of an extension of Dubbo, by its extension point. */
final class PortingAdvice {
    private static final String LISTENER = "name the bean or class in the attribute listener";
    /** By the last part of the name, which all releases of Dubbo share. */
    private static final Map<String, String> BY_POINT = Map.ofEntries(
            Map.entry("Filter", "implement io.tern.rpc.spi.Filter and name it in the attribute filter"),
            Map.entry("ClusterFilter", "implement io.tern.rpc.spi.Filter and name it in the attribute filter"),
            Map.entry("LoadBalance", "implement io.tern.rpc.spi.LoadBalancer and name it in the attribute loadbalance"),
            Map.entry("Cluster", "implement io.tern.rpc.spi.Cluster and name it in the attribute cluster"),
            Map.entry("RouterFactory", "implement io.tern.rpc.spi.Router and name it in the attribute router"),
            Map.entry("StateRouterFactory", "implement io.tern.rpc.spi.Router and name it in the attribute router"),
            Map.entry("RegistryFactory", "implement io.tern.rpc.spi.registry.RegistryFactory"),
            Map.entry("Serialization", "implement io.tern.rpc.spi.Serialization"),
            Map.entry("InvokerListener", LISTENER),
            Map.entry("ExporterListener", LISTENER),
            Map.entry("ThreadPool", "set threadpool, threads and queues of the protocol, or executor of the service"),
            Map.entry("Validation", "use the module rpc-validation"));

    private PortingAdvice() {}

    static String of(String point) {
        return BY_POINT.getOrDefault(
                point.substring(point.lastIndexOf('.') + 1),
                "Tern has no such extension point; remove the file, or do without what it does");
    }
}
