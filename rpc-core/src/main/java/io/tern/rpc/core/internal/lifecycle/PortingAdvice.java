// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import java.util.Map;

/** What becomes of an extension of Dubbo, by its extension point. */
final class PortingAdvice {
    private static final String FILTER = "implement io.tern.rpc.spi.Filter and name it in the attribute filter";
    private static final String OBSERVER = "implement io.tern.rpc.spi.RpcObserver, or ask Tern.stats()";
    private static final String NONE = "Tern has no such extension point; remove the file, or do without what it does";
    private static final String ONE_PROTOCOL =
            "Tern has no such extension point: it speaks one protocol, and its parts are not for replacing; remove the"
                    + " file, or do without what it does";
    private static final String LISTENER = "name the bean or class in the attribute listener";
    /** By the last part of the name, which all releases of Dubbo share. */
    private static final Map<String, String> BY_POINT = Map.ofEntries(
            Map.entry("Filter", FILTER),
            Map.entry("HeaderFilter", FILTER),
            Map.entry("ClusterFilter", FILTER),
            Map.entry("LoadBalance", "implement io.tern.rpc.spi.LoadBalancer and name it in the attribute loadbalance"),
            Map.entry("Cluster", "implement io.tern.rpc.spi.Cluster and name it in the attribute cluster"),
            Map.entry("RouterFactory", "implement io.tern.rpc.spi.Router and name it in the attribute router"),
            Map.entry("StateRouterFactory", "implement io.tern.rpc.spi.Router and name it in the attribute router"),
            Map.entry(
                    "ConfiguratorFactory",
                    "leave the rules of operators to Tern, which applies them as Dubbo writes them"),
            Map.entry("MonitorFactory", OBSERVER),
            Map.entry("StatusChecker", OBSERVER),
            Map.entry("Transporter", ONE_PROTOCOL),
            Map.entry("Exchanger", ONE_PROTOCOL),
            Map.entry("Codec2", ONE_PROTOCOL),
            Map.entry("RegistryFactory", "implement io.tern.rpc.spi.registry.RegistryFactory"),
            Map.entry("Serialization", "implement io.tern.rpc.spi.Serialization"),
            Map.entry("InvokerListener", LISTENER),
            Map.entry("ExporterListener", LISTENER),
            Map.entry("ThreadPool", "set threadpool, threads and queues of the protocol, or executor of the service"),
            Map.entry("Validation", "use the module rpc-validation"));

    private PortingAdvice() {}

    static String of(String point) {
        return BY_POINT.getOrDefault(point.substring(point.lastIndexOf('.') + 1), NONE);
    }
}
