// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a registry says about the calls of a reference to one provider, by Dubbo's parameter names. Two with equal content
 * lead to equal settings, so that those of thousands of providers are as a rule worked out once.
 *
 * @param provider of the provider's entry
 * @param override of rules {@code override://}: they win over the reference
 * @param absent of rules {@code absent://}: they hold where nobody says anything
 */
public record ProviderHints(Map<String, String> provider, Map<String, String> override, Map<String, String> absent) {
    /** No registry says anything. */
    public static final ProviderHints NONE = new ProviderHints(Map.of(), Map.of(), Map.of());

    /** Whether the provider wants its consumers to call something else. */
    static final String DEPRECATED = "deprecated";

    /** Settings that a provider or a rule may decide. */
    private static final Set<String> MERGED = Set.of(
            "timeout",
            "retries",
            "loadbalance",
            "cluster",
            "actives",
            "sticky",
            "mock",
            "cache",
            "merger",
            "forks",
            "failbacktasks",
            "connections",
            "callbacks",
            CallbackArguments.NAME,
            "lazy",
            "reconnect",
            "heartbeat",
            "payload",
            "connect.timeout",
            "hash.arguments",
            "hash.nodes",
            "enable-timeout-countdown",
            DEPRECATED);
    /** Settings that Dubbo's consumers would take over; Tern says that it does not. */
    private static final Set<String> DECLINED =
            Set.of("async", "sent", "return", "reference.filter", "invoker.listener");

    public ProviderHints {
        provider = Map.copyOf(provider);
        override = Map.copyOf(override);
        absent = Map.copyOf(absent);
    }

    /** The entries that can have an effect, without all that differs from one provider to the next, such as {@code pid}. */
    public static Map<String, String> relevant(Map<String, String> parameters) {
        Map<String, String> relevant = new HashMap<>();
        parameters.forEach((key, value) -> {
            String name = ParameterKey.of(key).name();
            if (MERGED.contains(name) || DECLINED.contains(name)) {
                relevant.put(key, value);
            }
        });
        // As a rule providers say that they are not, which changes nothing.
        if (relevant.entrySet().stream()
                .noneMatch(entry -> isDeprecation(entry.getKey()) && isTrue(entry.getValue()))) {
            relevant.keySet().removeIf(ProviderHints::isDeprecation);
        }
        return Map.copyOf(relevant);
    }

    private static boolean isDeprecation(String key) {
        return ParameterKey.of(key).name().equals(DEPRECATED);
    }

    private static boolean isTrue(String text) {
        return text.strip().equalsIgnoreCase("true");
    }

    /** Whether the key can change settings. */
    static boolean isMerged(String key) {
        return MERGED.contains(ParameterKey.of(key).name());
    }

    boolean isEmpty() {
        return provider.isEmpty() && override.isEmpty() && absent.isEmpty();
    }
}
