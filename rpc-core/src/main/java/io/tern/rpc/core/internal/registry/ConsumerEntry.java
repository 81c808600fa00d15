// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a registry is told about a consumer; for people and their tools, nobody calls by it. */
final class ConsumerEntry {
    private static final String PROTOCOL = "consumer";
    /** What Dubbo's own short entries keep, and what makes one readable without its place in the tree. */
    private static final Set<String> SHORT =
            Set.of("application", "category", "check", "dubbo", "group", "interface", "side", "version");

    private ConsumerEntry() {}

    /**
     * The entry of a reference.
     *
     * @param host where this process can be reached from the registry
     * @param timestamp milliseconds since 1970
     */
    static DubboUrl of(
            ReferenceSettings reference, RegistrySettings registry, String application, String host, long timestamp) {
        Map<String, String> parameters = new TreeMap<>(reference.published());
        parameters.put("application", application);
        parameters.put("category", Category.CONSUMERS.text());
        parameters.put("check", "false");
        parameters.put("dubbo", "2.0.2");
        parameters.put("interface", reference.service().interfaceName());
        parameters.put("methods", methods(reference.serviceInterface()));
        parameters.put("pid", Long.toString(ProcessHandle.current().pid()));
        parameters.put("side", "consumer");
        parameters.put("timestamp", Long.toString(timestamp));
        put(parameters, "group", reference.service().group());
        put(parameters, "version", reference.service().version());
        if (registry.simplified()) {
            parameters
                    .keySet()
                    .removeIf(
                            key -> !SHORT.contains(key) && !registry.extraKeys().contains(key));
        }
        parameters.entrySet().removeIf(parameter -> !isWritable(parameter.getKey(), parameter.getValue()));
        return new DubboUrl(PROTOCOL, host, 0, reference.service().interfaceName(), parameters);
    }

    /** Users' own parameters can be anything; these have no place in this form. */
    private static boolean isWritable(String key, String value) {
        return !key.isEmpty() && key.indexOf('&') < 0 && key.indexOf('=') < 0 && value.indexOf('&') < 0;
    }

    private static void put(Map<String, String> parameters, String key, @Nullable String value) {
        if (value != null) {
            parameters.put(key, value);
        }
    }

    private static String methods(Class<?> serviceInterface) {
        if (serviceInterface == GenericService.class) {
            return "*"; // whatever the interface has, which need not be here
        }
        String names = Arrays.stream(serviceInterface.getMethods())
                .map(Method::getName)
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
        return names.isEmpty() ? "*" : names;
    }
}
