// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.List;
import java.util.Map;

/** Where extensions of Dubbo are named, and what becomes of them, by their extension points. */
public final class PortingAdvice {
    /** Directories, in a jar or a folder of resources, with files that are called like extension points. */
    public static final List<String> DIRECTORIES =
            List.of("META-INF/dubbo/", "META-INF/dubbo/internal/", "META-INF/dubbo/external/", "META-INF/services/");
    /** The beginnings of the names of Dubbo's own classes. */
    public static final List<String> PACKAGES = List.of("org.apache.dubbo.", "com.alibaba.dubbo.");

    private static final String SPI = "implement io.tern.rpc.spi.";
    private static final String IN_FILTER = "Filter and name it in the attribute filter";
    private static final String NONE = "Tern has no such extension point; remove the file, or do without what it does";
    private static final String ONE_PROTOCOL =
            "Tern has no such extension point: it speaks one protocol, and its parts are not for replacing; remove the"
                    + " file, or do without what it does";
    private static final String OBSERVER = SPI + "RpcObserver, or ask Tern.stats()";
    private static final String IN_ROUTER = "Router and name it in the attribute router";

    /** By the last part of the name, which all releases of Dubbo share. */
    private static final Map<String, String> BY_POINT = Map.ofEntries(
            Map.entry("Filter", SPI + IN_FILTER),
            Map.entry("HeaderFilter", SPI + IN_FILTER),
            Map.entry("ClusterFilter", SPI + IN_FILTER),
            Map.entry(
                    "ConfiguratorFactory",
                    "leave the rules of operators to Tern, which applies them as Dubbo writes them"),
            Map.entry("StatusChecker", OBSERVER),
            Map.entry("Transporter", ONE_PROTOCOL),
            Map.entry("Exchanger", ONE_PROTOCOL),
            Map.entry("Codec2", ONE_PROTOCOL),
            Map.entry("LoadBalance", SPI + "LoadBalancer and name it in the attribute loadbalance"),
            Map.entry("Cluster", SPI + "Cluster and name it in the attribute cluster"),
            Map.entry("RouterFactory", SPI + IN_ROUTER),
            Map.entry("StateRouterFactory", SPI + IN_ROUTER),
            Map.entry("RegistryFactory", SPI + "registry.RegistryFactory"),
            Map.entry("Serialization", SPI + "Serialization"),
            Map.entry("InvokerListener", SPI + "ReferenceListener and name it in the attribute listener"),
            Map.entry("ExporterListener", SPI + "ServiceListener and name it in the attribute listener"),
            Map.entry("BaseCommand", SPI + "ConsoleCommand"),
            Map.entry("TelnetHandler", SPI + "ConsoleCommand"),
            Map.entry("MonitorFactory", OBSERVER),
            Map.entry("ThreadPool", "set threadpool, threads and queues of the protocol, or executor of the service"),
            Map.entry("Validation", "use the module rpc-validation, or " + SPI + "ArgumentValidator"));

    private PortingAdvice() {}

    /** Whether a class, or an extension point, is in one of Dubbo's own packages. */
    public static boolean isOfDubbo(String name) {
        return PACKAGES.stream().anyMatch(name::startsWith);
    }

    /** What to do about an extension, as a part of a sentence. */
    public static String of(String point) {
        return BY_POINT.getOrDefault(point.substring(point.lastIndexOf('.') + 1), NONE);
    }
}
