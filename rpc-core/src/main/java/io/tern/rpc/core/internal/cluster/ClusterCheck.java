// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.consumer.ReferenceMethods;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds mistakes in the settings of clusters that need the service's interface or are Tern's own. */
public final class ClusterCheck {
    private ClusterCheck() {}

    /** What is wrong with the mergers and the parameters of retries; empty if nothing is. */
    public static List<ConfigProblem> problems(ReferenceSettings reference) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        for (MethodDescriptor method : MethodDescriptor.of(reference.serviceInterface())) {
            for (MethodSettings settings : ReferenceMethods.allSettings(reference, method)) {
                merger(settings, method, problems);
                parameters(settings, reference, problems);
            }
        }
        return new ArrayList<>(problems);
    }

    private static void merger(MethodSettings settings, MethodDescriptor method, Set<ConfigProblem> problems) {
        String text = settings.merger();
        if (text == null || Merger.of(text, method) != null) {
            return;
        }
        Origin origin =
                settings.origins().getOrDefault("merger", Origin.BUILT_IN).attribute("merger");
        String type = method.resultType().getTypeName();
        if (text.startsWith(".")) {
            String fault = "is not a method of " + type + ", the result of " + method + ", that takes another " + type;
            problems.add(ConfigErrors.wrongType(ConfigCode.CFG_09, origin, text, fault));
        } else if (Merger.NAMES.contains(text)) {
            String fault = "does not fit " + method + ", whose result is " + type
                    + "; legal is the name of a merger for that type, or a dot and a method of the result";
            problems.add(ConfigErrors.wrongType(ConfigCode.CFG_05, origin, text, fault));
        } else {
            problems.add(ConfigErrors.unknownName(origin, text, text, new TreeSet<>(Merger.NAMES)));
        }
    }

    private static void parameters(MethodSettings settings, ReferenceSettings reference, Set<ConfigProblem> problems) {
        String async = settings.parameters().get(RetryRules.ASYNC);
        if (async != null && !RetryRules.isFlag(async)) {
            problems.add(malformed(ConfigCode.CFG_04, RetryRules.ASYNC, async, "true or false", reference));
        }
        String budget = settings.parameters().get(RetryRules.BUDGET);
        if (budget != null && RetryRules.budget(budget) == null) {
            problems.add(malformed(
                    ConfigCode.CFG_02,
                    RetryRules.BUDGET,
                    budget,
                    "a whole number of percent from 0, which means no limit, to 100",
                    reference));
        }
    }

    private static ConfigProblem malformed(
            ConfigCode code, String key, String found, String legal, ReferenceSettings reference) {
        @Nullable
        String resource =
                reference.origins().getOrDefault("url", Origin.BUILT_IN).resource();
        Origin origin = new Origin("dubbo:reference", reference.id(), key, resource);
        return ConfigErrors.malformed(code, origin, found, legal);
    }
}
