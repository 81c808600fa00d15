// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import io.tern.rpc.ServiceKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One exported service.
 *
 * @param id the bean id
 * @param serviceInterface the interface
 * @param service group, name and version
 * @param path its name on the wire, without a leading slash; as a rule the interface name
 * @param implementation the bean that serves it
 * @param protocols where it is exported; at least one
 * @param registries where it is published; may be empty
 * @param token calls must bring it; null if none is needed
 * @param export false: not exported at all
 * @param delayMillis how long after the start it is exported; 0: at once
 * @param filters names in order, as written: {@code -name} removes one, the word default marks the place of the shipped ones
 * @param accessLog {@code true}: to the log; else a file's path; null: off
 * @param style what it is to its consumers
 * @param defaults for methods without an entry in {@code methods}
 * @param methods by method name
 * @param published what registries are told about the service besides the usual, by Dubbo's parameter names, such as
 *     {@code weight} and {@code findFoo.timeout}
 * @param parameters {@code dubbo:parameter} entries; never null
 * @param origins by attribute name, where each value was written; never null
 */
public record ServiceSettings(
        String id,
        Class<?> serviceInterface,
        ServiceKey service,
        String path,
        Object implementation,
        List<ProtocolSettings> protocols,
        List<RegistrySettings> registries,
        @Nullable String token,
        boolean export,
        int delayMillis,
        List<String> filters,
        @Nullable String accessLog,
        ServiceStyle style,
        ServiceMethodSettings defaults,
        Map<String, ServiceMethodSettings> methods,
        Map<String, String> published,
        Map<String, String> parameters,
        Map<String, Origin> origins) {
    public ServiceSettings {
        registries = List.copyOf(registries);
        published = Map.copyOf(published);
        protocols = List.copyOf(protocols);
        filters = List.copyOf(filters);
        methods = Map.copyOf(methods);
        parameters = Map.copyOf(parameters);
        origins = Map.copyOf(origins);
    }

    /** The settings of a method. */
    public ServiceMethodSettings method(String name) {
        return methods.getOrDefault(name, defaults);
    }

    /** Without the token, and without the implementation's own text. */
    @Override
    public String toString() {
        return "service " + id + " of " + service;
    }
}
