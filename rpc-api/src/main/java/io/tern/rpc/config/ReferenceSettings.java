// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ServiceKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A consumer's view of one service.
 *
 * @param id the bean id
 * @param serviceInterface the interface
 * @param service what is looked up
 * @param endpoints the direct addresses of {@code url}; empty if the providers come from registries
 * @param registries where providers are found; empty if there are direct addresses
 * @param check fail the start if nobody can be reached
 * @param init connect at start; false: when it is first used
 * @param cluster name of the cluster
 * @param proxy name of the proxy factory
 * @param connections own connections per endpoint; 0: the shared one
 * @param filters names in order, as written: {@code -name} removes one, the word default marks the place of the shipped ones
 * @param token sent with every call unless an endpoint brings its own; null if none
 * @param style what it is to its users
 * @param connection how connections behave
 * @param defaults for methods without an entry in {@code methods}
 * @param methods by method name
 * @param tag calls prefer providers with this tag; null: those without one
 * @param published what registries are told about the consumer besides the usual, by Dubbo's parameter names
 * @param parameters {@code dubbo:parameter} entries; never null
 * @param origins by attribute name, where each value was written; never null
 */
public record ReferenceSettings(
        String id,
        Class<?> serviceInterface,
        ServiceKey service,
        List<Endpoint> endpoints,
        List<RegistrySettings> registries,
        boolean check,
        boolean init,
        String cluster,
        String proxy,
        int connections,
        List<String> filters,
        @Nullable String token,
        ReferenceStyle style,
        ConnectionSettings connection,
        MethodSettings defaults,
        Map<String, MethodSettings> methods,
        @Nullable String tag,
        Map<String, String> published,
        Map<String, String> parameters,
        Map<String, Origin> origins) {
    public ReferenceSettings {
        endpoints = List.copyOf(endpoints);
        registries = List.copyOf(registries);
        published = Map.copyOf(published);
        filters = List.copyOf(filters);
        methods = Map.copyOf(methods);
        parameters = Map.copyOf(parameters);
        origins = Map.copyOf(origins);
    }

    /** The settings of a method. */
    public MethodSettings method(String name) {
        return methods.getOrDefault(name, defaults);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "reference " + id + " of " + service;
    }
}
