// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole number among the {@code dubbo:parameter} entries of a reference, service or method.
 *
 * @param key of the entry
 * @param lowest the lowest legal number
 * @param builtIn what holds if the entry is not there or blank
 */
public record WholeParameter(String key, int lowest, int builtIn) {
    /** The number; the built-in one also in place of a wrong one, which {@link #problem} reports. */
    public int of(Map<String, String> parameters) {
        Integer number = number(parameters.get(key));
        return number == null || number < lowest ? builtIn : number;
    }

    /** CFG-02 or CFG-03, if what is written is not legal; {@code owner} is the element, or some element around it. */
    public Optional<ConfigProblem> problem(Map<String, String> parameters, Origin owner) {
        String text = parameters.get(key);
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        Integer number = number(text);
        if (number == null) {
            return Optional.of(ConfigErrors.malformed(ConfigCode.CFG_02, owner.attribute(key), text, "a whole number"));
        }
        return number < lowest
                ? Optional.of(
                        ConfigErrors.outOfRange(owner.attribute(key), text.strip(), lowest + " … " + Integer.MAX_VALUE))
                : Optional.empty();
    }

    private static @Nullable Integer number(@Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
