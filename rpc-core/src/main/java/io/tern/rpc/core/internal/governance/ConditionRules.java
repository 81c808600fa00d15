// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the condition rules of a config center: {@code KEY.condition-router}. */
final class ConditionRules {
    private static final Set<String> FIELDS = Set.of(
            "configVersion",
            "scope",
            "key",
            "force",
            "runtime",
            "enabled",
            "valid",
            "priority",
            "dynamic",
            "conditions");

    private ConditionRules() {}

    /**
     * Reads a rule; each condition narrows what the one before it left.
     *
     * @param application the only providers it is about; null: all
     * @return empty if it is switched off or has no conditions
     * @throws IllegalArgumentException if it is not understood completely
     */
    static List<RouteStep> parse(
            @Nullable Object tree, int priority, @Nullable String application, ConsumerFacts consumer) {
        RuleTree rule = RuleTree.of(tree);
        rule.allowVersions(); // v3.1 has several weighted targets by condition
        rule.allow(FIELDS);
        if (!rule.has("conditions")) {
            throw rule.wrong("conditions", "is missing");
        }
        boolean force = rule.flag("force", false);
        boolean inForce = rule.flag("enabled", true) && rule.flag("valid", true);
        List<RouteStep> routes = new ArrayList<>();
        for (String condition : rule.texts("conditions")) {
            routes.add(ConditionRoute.parse(condition, force, priority, application, consumer));
        }
        return inForce ? List.copyOf(routes) : List.of();
    }
}
