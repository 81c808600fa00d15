// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.spi.registry.RuleFormat;
import org.jspecify.annotations.Nullable;

/**
 * Turns the texts of a config center into trees.
 *
 * @param format null if there is none on the class path
 */
record RuleTexts(@Nullable RuleFormat format) {
    private static final String CURE = "add io.tern:rpc-governance-yaml to the class path";

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException if it cannot be read, whatever the reason
     */
    @Nullable
    Object parse(String text) {
        if (text.length() > RuleFormat.LONGEST) {
            throw new IllegalArgumentException(
                    "it has " + text.length() + " characters (expected: at most " + RuleFormat.LONGEST + ")");
        }
        if (format == null) {
            throw new IllegalArgumentException("it is written in YAML, which nothing here reads; " + CURE);
        }
        try {
            return format.parse(text);
        } catch (RuntimeException e) {
            // Of a plug-in, which a text from outside could make fail in any way; the thread is a registry's.
            String reason = e instanceof IllegalArgumentException
                    ? e.getMessage()
                    : e.getClass().getName();
            throw new IllegalArgumentException("it cannot be read: " + SafeText.of(reason), e);
        }
    }
}
