// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.governance.UserRoutes;
import io.tern.rpc.spi.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Resolves what {@code router="…"} says. */
public record NamedRouters(Plugins<Router> known) {
    /** What Dubbo brings along. These act in Tern too, or say in the log why not, whether they are named or not. */
    private static final Set<String> BUILT_IN = Set.of(
            "default",
            "condition",
            "tag",
            "app",
            "service",
            "script",
            "file",
            "mock",
            "mesh-rule",
            "standard-mesh-rule");

    /** A CFG-05 for each unknown name. */
    public List<ConfigProblem> problems(ReferenceSettings reference) {
        List<ConfigProblem> problems = new ArrayList<>();
        List<String> names = reference.style().routers();
        for (String name : names) {
            if (isOwn(name) && known.find(name) == null) {
                Set<String> legal = new TreeSet<>(BUILT_IN);
                legal.addAll(known.names());
                problems.add(ConfigErrors.unknownName(
                        reference.origins().getOrDefault("router", Origin.BUILT_IN),
                        String.join(",", names),
                        name,
                        legal));
            }
        }
        return problems;
    }

    /** The routers that a reference names, in that order; null if it names none of the user's. */
    public @Nullable UserRoutes of(ReferenceSettings reference) {
        List<Router> routers = reference.style().routers().stream()
                .filter(NamedRouters::isOwn)
                .map(known::get)
                .toList();
        return routers.isEmpty() ? null : new UserRoutes(routers);
    }

    /** {@code -name} takes one of Dubbo's own away, which here stay as long as there are rules for them. */
    private static boolean isOwn(String name) {
        return !name.startsWith("-") && !BUILT_IN.contains(name);
    }
}
