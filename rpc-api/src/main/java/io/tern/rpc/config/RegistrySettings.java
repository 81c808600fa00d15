// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registry, where services are published and found.
 *
 * @param id the bean id
 * @param kind the scheme of its address: {@code zookeeper}
 * @param addresses its servers, {@code host:port} with IPv6 in brackets, or the path of a {@code file://} address; at least one
 * @param username for logging in; null if none
 * @param password for logging in; null if none
 * @param group root of its tree, or the like; null: the kind's default
 * @param timeoutMillis for connecting and for one request; 1 or more
 * @param sessionMillis how long its server keeps our entries after the connection was lost; 1 or more
 * @param file where the last known providers are kept; null: nowhere
 * @param check fail the start if it cannot be reached
 * @param register publish services there
 * @param subscribe look services up there
 * @param dynamic entries vanish with their process
 * @param isDefault it is used by elements that name no registry
 * @param accepts protocols whose services are published there; empty: all
 * @param simplified publish short entries
 * @param extraKeys what short entries keep besides the usual
 * @param zone where it stands; null if nothing is said
 * @param weight its share of the calls beside other registries; null if nothing is said
 * @param preferred whether it comes before other registries
 * @param configCenter whether rules are read from its {@code ConfigStore}
 * @param cluster what a call does with several registries, if this is the last of them that says so; null if nothing is said
 * @param forks how many of them are asked at a time where {@code cluster} is forking, 1 or more; null if nothing is said
 * @param parameters of the address and {@code dubbo:parameter} entries; never null
 * @param origins by attribute name, where each value was written; never null
 */
public record RegistrySettings(
        String id,
        String kind,
        List<String> addresses,
        @Nullable String username,
        @Nullable String password,
        @Nullable String group,
        int timeoutMillis,
        int sessionMillis,
        @Nullable String file,
        boolean check,
        boolean register,
        boolean subscribe,
        boolean dynamic,
        boolean isDefault,
        Set<String> accepts,
        boolean simplified,
        Set<String> extraKeys,
        @Nullable String zone,
        @Nullable Integer weight,
        boolean preferred,
        boolean configCenter,
        @Nullable String cluster,
        @Nullable Integer forks,
        Map<String, String> parameters,
        Map<String, Origin> origins) {
    public RegistrySettings {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        addresses = List.copyOf(addresses);
        accepts = Set.copyOf(accepts);
        extraKeys = Set.copyOf(extraKeys);
        parameters = Map.copyOf(parameters);
        origins = Map.copyOf(origins);
    }

    /** Kind and servers, without user and password. */
    @Override
    public String toString() {
        return "registry " + id + " (" + kind + "://" + String.join(",", addresses) + ")";
    }
}
