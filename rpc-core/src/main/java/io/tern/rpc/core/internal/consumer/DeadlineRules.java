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

/**
 * What the parameters of a method say about time (docs/decisions/0018).
 *
 * @param countsDown {@code enable-timeout-countdown}: providers are told how much time is left
 * @param inherits {@code tern.deadline}: calls made for a request end with the patience of its consumer
 */
record DeadlineRules(boolean countsDown, boolean inherits) {
    static final String COUNTDOWN = "enable-timeout-countdown";
    static final String DEADLINE = "tern.deadline";
    /** Of calls about which nobody says anything. */
    static final DeadlineRules STANDARD = new DeadlineRules(false, true);

    private static final Set<String> ON = Set.of("true", "on", "yes", "1");
    private static final Set<String> OFF = Set.of("false", "off", "no", "0");

    /** Mistakes, which were reported at start, leave the default. */
    static DeadlineRules of(MethodSettings settings) {
        Boolean countsDown = flag(settings.parameters().get(COUNTDOWN));
        Boolean inherits = flag(settings.parameters().get(DEADLINE));
        return new DeadlineRules(countsDown != null && countsDown, inherits == null || inherits);
    }

    /** What is wrong with them; empty if nothing is. */
    static List<ConfigProblem> problems(ReferenceSettings reference) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        for (MethodDescriptor method : ReferenceMethods.of(reference)) {
            MethodSettings settings = reference.method(method.name());
            for (String key : List.of(COUNTDOWN, DEADLINE)) {
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
