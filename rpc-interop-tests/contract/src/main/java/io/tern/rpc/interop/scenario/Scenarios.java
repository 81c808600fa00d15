// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All scenarios by name. */
public final class Scenarios {
    private static final Map<String, Scenario> BY_NAME = new TreeMap<>(Map.of("types", new TypeScenario()));

    private Scenarios() {}

    /**
     * A scenario.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Scenario named(String name) {
        Scenario scenario = BY_NAME.get(name);
        if (scenario == null) {
            throw new IllegalArgumentException("No scenario \"" + name + "\"; there are " + BY_NAME.keySet() + ".");
        }
        return scenario;
    }

    /** The names of all scenarios. */
    public static Set<String> names() {
        return Set.copyOf(BY_NAME.keySet());
    }
}
