// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words that switch something on or off, in attributes and parameters alike. */
public final class FlagWord {
    private static final List<String> ON = List.of("true", "yes", "on", "1");
    private static final List<String> OFF = List.of("false", "no", "off", "0");

    private FlagWord() {}

    /** What the word says, whatever its case and the blanks around it; null if it is none of them. */
    public static @Nullable Boolean of(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (ON.contains(word)) {
            return true;
        }
        return OFF.contains(word) ? false : null;
    }
}
