// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration centre: where rules are read that operators change at run time.
 *
 * @param kind the scheme of its address: {@code zookeeper}
 * @param addresses its servers, {@code host:port} with IPv6 in brackets; at least one
 * @param username for logging in; null if none
 * @param password for logging in; null if none
 * @param namespace root of its tree, or the like; null: the kind's default
 * @param timeoutMillis for connecting and for one request; 1 or more
 * @param check fail the start if it cannot be reached
 * @param parameters of the address and {@code dubbo:parameter} entries; never null
 * @param origins by attribute name, where each value was written; never null
 */
public record ConfigCenterSettings(
        String kind,
        List<String> addresses,
        @Nullable String username,
        @Nullable String password,
        @Nullable String namespace,
        int timeoutMillis,
        boolean check,
        Map<String, String> parameters,
        Map<String, Origin> origins) {
    private static final int SESSION_MILLIS = 60_000;

    public ConfigCenterSettings {
        requireNonNull(kind, "kind");
        addresses = List.copyOf(addresses);
        parameters = Map.copyOf(parameters);
        origins = Map.copyOf(origins);
    }

    /**
     * The same server as a registry of its kind, in which nothing is published or looked up: its {@code ConfigStore} holds
     * the rules.
     */
    public RegistrySettings asRegistry() {
        return new RegistrySettings(
                "config-center",
                kind,
                addresses,
                username,
                password,
                namespace,
                timeoutMillis,
                SESSION_MILLIS,
                null,
                check,
                false,
                false,
                true,
                false,
                Set.of(),
                false,
                Set.of(),
                null,
                null,
                false,
                true,
                null,
                null,
                parameters,
                origins);
    }

    /** Kind and servers, without user and password. */
    @Override
    public String toString() {
        return "config-center (" + kind + "://" + String.join(",", addresses) + ")";
    }
}
