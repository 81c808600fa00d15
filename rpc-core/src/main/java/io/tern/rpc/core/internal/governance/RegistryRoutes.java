// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.spi.registry.DubboUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The routers of a registry: {@code condition://0.0.0.0/demo.Api?category=routers&rule=…}. Not thread-safe. */
final class RegistryRoutes extends RegistryRules<RouteStep> {
    private final ConsumerFacts consumer;
    private Map<String, RouteStep> byName = Map.of();
    private Map<String, RouteStep> byNameNow = new HashMap<>();

    RegistryRoutes(ConsumerFacts consumer, boolean skipsCompatible, RuleLog log) {
        super(consumer, skipsCompatible, log);
        this.consumer = consumer;
    }

    @Override
    void add(DubboUrl entry, List<RouteStep> rules) {
        String kind = entry.parameter("router", entry.protocol());
        switch (kind) {
            case "condition" -> {
                RouteStep route = condition(entry);
                rules.add(route);
                remember(entry, route);
            }
            case "tag" -> {} // Dubbo 2.6 publishes its built-in tag router like this; there is nothing in it
            case "script", "file", "js", "javascript", "groovy" ->
                throw new IllegalArgumentException("it is a script, and Tern runs no code from a registry;"
                        + " write a condition rule or a tag rule instead");
            default -> throw new IllegalArgumentException("it is of a kind that Tern does not have; known: condition");
        }
    }

    private RouteStep condition(DubboUrl entry) {
        String rule = entry.parameter("rule");
        if (rule == null) {
            throw new IllegalArgumentException("it has no parameter \"rule\"");
        }
        return ConditionRoute.parse(decode(rule), flag(entry, "force"), priority(entry), null, consumer);
    }

    private static String decode(String rule) {
        try {
            return URLDecoder.decode(rule, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"rule\" has a % that no two hexadecimal digits follow", e);
        }
    }

    private static boolean flag(DubboUrl entry, String key) {
        return Boolean.parseBoolean(entry.parameter(key));
    }

    static int priority(DubboUrl entry) {
        try {
            return Integer.parseInt(entry.parameter("priority", "0"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"priority\" is not a whole number", e);
        }
    }

    /** Dubbo's console gives a rule a name, under which it can be recognized when its text changes. */
    private void remember(DubboUrl entry, RouteStep route) {
        String name = entry.parameter("name");
        if (name != null) {
            byNameNow.put(name, route);
        }
    }

    @Override
    boolean keepEarlier(DubboUrl entry, List<RouteStep> rules) {
        RouteStep earlier = byName.get(entry.parameter("name", ""));
        if (earlier == null) {
            return false;
        }
        rules.add(earlier);
        remember(entry, earlier);
        return true;
    }

    @Override
    List<RouteStep> finish(List<RouteStep> rules) {
        byName = byNameNow;
        byNameNow = new HashMap<>();
        return super.finish(rules);
    }
}
