// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of services, among them the one that opens ordinary services to generic calls. */
public final class ServiceParameters {
    /** The parameter that opens an ordinary service to generic calls. */
    public static final String GENERIC_CALLS = "tern.generic";

    private static final String OPEN = "true";
    private static final String CLOSED = "false";

    private final ConfigModel model;
    private final Problems problems;

    ServiceParameters(ConfigModel model, Problems problems) {
        this.model = model;
        this.problems = problems;
    }

    /** Whether the parameters of a service open it. */
    public static boolean openGenericCalls(Map<String, String> parameters) {
        return parameters.getOrDefault(GENERIC_CALLS, "").strip().equals(OPEN);
    }

    /** Those of one service; of its application only the one that may hold for all services. */
    Map<String, String> of(CheckedElement service, @Nullable CheckedElement provider) {
        Map<String, String> parameters = new HashMap<>();
        CheckedElement application = model.applicationOf(service);
        String ofApplication = application == null ? null : genericCalls(application);
        if (ofApplication != null) {
            parameters.put(GENERIC_CALLS, ofApplication);
        }
        if (provider != null) {
            genericCalls(provider);
            parameters.putAll(provider.parameters());
        }
        genericCalls(service);
        parameters.putAll(service.parameters());
        return parameters;
    }

    /** What the element says; null if nothing. Many services may go by it: a mistake in it is told once, and as its own. */
    private @Nullable String genericCalls(CheckedElement element) {
        String text = element.parameters().get(GENERIC_CALLS);
        if (text != null && !text.strip().equals(OPEN) && !text.strip().equals(CLOSED)) {
            problems.add(ConfigErrors.malformed(
                    ConfigCode.CFG_04, element.originOfParameter(GENERIC_CALLS), text, "true or false"));
        }
        return text;
    }
}
