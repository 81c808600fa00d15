// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All scenarios by name. */
public final class Scenarios {
    private static final Map<String, Scenario> BY_NAME = new TreeMap<>(Map.of(
            "types", new TypeScenario(),
            "calls", new CallScenario(),
            "failures", new FailureScenario(),
            "oneway", new OneWayScenario(),
            "attachments", new AttachmentScenario(),
            "async", new AsyncScenario(),
            "futures", new FutureScenario(),
            "later", new LaterScenario()));

    /** Needs an evolved contract on one of the two sides, so it is not among {@link #names}. */
    public static final String EVOLVED = "evolved";

    /** Needs a provider of checked-provider.xml, so it is not among {@link #names} either. */
    public static final String VIOLATIONS = "violations";

    /** Needs the services of generic-provider.xml. */
    public static final String GENERIC = "generic";

    /** Needs the same; the provider has no interface. */
    public static final String GENERIC_SERVICE = "generic-service";

    /** Futures, {@code raw.return} and {@code nativejava}, through a consumer of generic-forms-consumer.xml. */
    public static final String GENERIC_FORMS = "generic-forms";

    /** Needs the same; arguments and results are descriptions. */
    public static final String DESCRIBED = "described";

    private Scenarios() {}

    /**
     * A scenario.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Scenario named(String name) {
        if (name.equals(EVOLVED)) {
            return new EvolvedScenario();
        } else if (name.equals(GENERIC)) {
            return new GenericScenario();
        } else if (name.equals(GENERIC_FORMS)) {
            return new GenericFormsScenario();
        } else if (name.equals(GENERIC_SERVICE)) {
            return new GenericServiceScenario();
        } else if (name.equals(DESCRIBED)) {
            return new DescribedScenario();
        }
        if (name.equals(VIOLATIONS)) {
            return new ViolationScenario();
        }
        if (name.startsWith(SingleCalls.PREFIX)) {
            return SingleCalls.named(name.substring(SingleCalls.PREFIX.length()));
        }
        Scenario scenario = BY_NAME.get(name);
        if (scenario == null) {
            throw new IllegalArgumentException("No scenario \"" + name + "\"; there are " + BY_NAME.keySet() + ".");
        }
        return scenario;
    }

    /** The names of all scenarios that run between any two peers. */
    public static Set<String> names() {
        return Set.copyOf(BY_NAME.keySet());
    }
}
