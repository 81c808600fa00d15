// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The entry of a provider in a registry, as consumers and consoles of Dubbo 2.6 to 3.3 read it.
 *
 * <p>There is no {@code release}: it names a release of Dubbo, which this is not. Consumers of the protocol {@code dubbo} decide
 * nothing by it (those of http and rmi do), and without it consoles take the provider for one older than 2.7, to which they
 * offer no rules of a kind that it would have to fetch by itself.
 */
final class ProviderEntry {
    private static final String ENCRYPTED = "ssl-enabled";
    /** What a short entry keeps: DEFAULT_REGISTER_PROVIDER_KEYS of Dubbo's RegistryProtocol. */
    private static final Set<String> SHORT = Set.of(
            "application",
            "codec",
            "exchanger",
            "serialization",
            "cluster",
            "connections",
            "deprecated",
            "group",
            "loadbalance",
            "mock",
            "path",
            "timeout",
            "token",
            "version",
            "warmup",
            "weight",
            "timestamp",
            "dubbo",
            "release",
            "dubbo.tag",
            // Not Dubbo's: without it consumers would not know how to connect.
            ENCRYPTED);

    private static final String PROTOCOL_VERSION = "2.0.2";
    private static final String SERIALIZATION = "hessian2";
    private static final String DYNAMIC = "dynamic";
    private static final String INTERFACE = "interface";

    private ProviderEntry() {}

    /**
     * What is the same in all entries of a service.
     *
     * @param application the application's name
     * @param pid the process
     * @param timestamp when the service was exported, in milliseconds of Unix time: its warm-up begins then
     */
    record Facts(String application, long pid, long timestamp) {}

    /**
     * The entry for one port and registry.
     *
     * @param anyHost whether the port listens on every network interface
     * @throws RpcConfigException if a parameter cannot be written
     */
    static DubboUrl of(
            ServiceSettings service,
            ProtocolSettings protocol,
            PublishedAddress address,
            boolean anyHost,
            RegistrySettings registry,
            Facts facts) {
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "deprecated",
                "false",
                DYNAMIC,
                String.valueOf(registry.dynamic()),
                "generic",
                "false",
                "serialization",
                SERIALIZATION,
                "prefer.serialization",
                SERIALIZATION));
        service.published().forEach((key, value) -> {
            if (isPublic(key)) {
                parameters.put(key, value);
            }
        });
        if (!registry.dynamic()) {
            parameters.put(DYNAMIC, "false");
        }
        List<String> methods = methods(service);
        parameters.put("anyhost", String.valueOf(anyHost));
        parameters.put("application", facts.application());
        parameters.put("dubbo", PROTOCOL_VERSION);
        parameters.put(INTERFACE, service.service().interfaceName());
        parameters.put("methods", methods.isEmpty() ? "*" : String.join(",", methods));
        parameters.put("pid", String.valueOf(facts.pid()));
        parameters.put("side", "provider");
        parameters.put("timestamp", String.valueOf(facts.timestamp()));
        put(parameters, "group", service.service().group());
        put(parameters, "version", service.service().version());
        put(parameters, "revision", revision(service));
        put(parameters, "token", service.token());
        if (protocol.server().tls() != null) {
            parameters.put(ENCRYPTED, "true");
        }
        if (registry.simplified()) {
            shorten(parameters, service, methods, registry.extraKeys());
        }
        try {
            return new DubboUrl(protocol.name(), address.host(), address.port(), service.path(), parameters);
        } catch (IllegalArgumentException e) {
            throw new RpcConfigException(
                    List.of("CFG-15 " + service + " cannot be published in " + registry + ": " + e.getMessage() + "."));
        }
    }

    /** Dubbo keeps these to itself too. A category would move the entry to a place where nobody looks for providers. */
    private static boolean isPublic(String key) {
        return !key.startsWith(".")
                && !key.startsWith("qos.")
                && !key.startsWith("bind.")
                && !Set.of("monitor", "validation", "register", "export", "category")
                        .contains(key);
    }

    private static void put(Map<String, String> parameters, String key, @Nullable String value) {
        if (value == null) {
            parameters.remove(key); // of an entry that is found by these, only the service's own is true
        } else {
            parameters.put(key, value);
        }
    }

    private static List<String> methods(ServiceSettings service) {
        if (service.style().isGeneric()) {
            return List.of(); // whatever it is asked for
        }
        Set<String> names = new TreeSet<>();
        MethodDescriptor.of(service.serviceInterface()).forEach(method -> names.add(method.name()));
        return List.copyOf(names);
    }

    /** The version of the interface's jar, else of the service: for people. */
    private static @Nullable String revision(ServiceSettings service) {
        String jar = service.style().isGeneric()
                ? null
                : service.serviceInterface().getPackage().getImplementationVersion();
        return jar == null || jar.isBlank() || jar.indexOf('&') >= 0
                ? service.service().version()
                : jar;
    }

    /** Keeps what consumers need. The kind of entry stays with those that are not the usual: registries read it there. */
    private static void shorten(
            Map<String, String> parameters, ServiceSettings service, List<String> methods, Set<String> extraKeys) {
        parameters
                .keySet()
                .removeIf(key -> !SHORT.contains(key)
                        && !extraKeys.contains(key)
                        && !(key.equals(INTERFACE)
                                && !service.path().equals(service.service().interfaceName()))
                        && !(key.equals("generic") && service.style().isGeneric())
                        && !(key.equals(DYNAMIC) && "false".equals(parameters.get(key)))
                        && methods.stream().noneMatch(method -> key.startsWith(method + ".")));
    }
}
