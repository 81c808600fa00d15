// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.FlagWord;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Parameters of methods that switch something on or off. */
final class FlagParameter {
    private static final List<String> ALL =
            List.of(DeadlineRules.COUNTDOWN, DeadlineRules.DEADLINE, CallSite.FUTURE_OF_EVERY_CALL);

    private FlagParameter() {}

    /** What is said; mistakes, which were reported at start, leave the default. */
    static boolean of(MethodSettings settings, String key, boolean standard) {
        Boolean said = FlagWord.of(settings.parameters().getOrDefault(key, ""));
        return said == null ? standard : said;
    }

    /** What is wrong with them; empty if nothing is. */
    static List<ConfigProblem> problems(ReferenceSettings reference) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        for (MethodDescriptor method : ReferenceMethods.of(reference)) {
            MethodSettings settings = reference.method(method.name());
            for (String key : ALL) {
                String text = settings.parameters().get(key);
                if (text != null && !text.isBlank() && FlagWord.of(text) == null) {
                    problems.add(ConfigErrors.malformed(
                            ConfigCode.CFG_04,
                            new Origin("dubbo:reference", reference.id(), key, null),
                            text,
                            "true or false, on or off"));
                }
            }
        }
        return new ArrayList<>(problems);
    }
}
