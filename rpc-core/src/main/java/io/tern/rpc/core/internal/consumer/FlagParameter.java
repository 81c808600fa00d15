// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parameters of methods that switch something on or off. */
final class FlagParameter {
    private static final List<String> ALL =
            List.of(DeadlineRules.COUNTDOWN, DeadlineRules.DEADLINE, CallSite.FUTURE_OF_EVERY_CALL);
    private static final Set<String> ON = Set.of("true", "on", "yes", "1");
    private static final Set<String> OFF = Set.of("false", "off", "no", "0");

    private FlagParameter() {}

    /** What is said; mistakes, which were reported at start, leave the default. */
    static boolean of(MethodSettings settings, String key, boolean standard) {
        Boolean said = flag(settings.parameters().get(key));
        return said == null ? standard : said;
    }

    /** What is wrong with them; empty if nothing is. */
    static List<ConfigProblem> problems(ReferenceSettings reference) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        for (MethodDescriptor method : ReferenceMethods.of(reference)) {
            MethodSettings settings = reference.method(method.name());
            for (String key : ALL) {
                String text = settings.parameters().get(key);
                if (text != null && !text.isBlank() && flag(text) == null) {
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

    /** Null if the text is none. */
    private static @Nullable Boolean flag(@Nullable String text) {
        String word = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        if (ON.contains(word)) {
            return true;
        }
        return OFF.contains(word) ? false : null;
    }
}
