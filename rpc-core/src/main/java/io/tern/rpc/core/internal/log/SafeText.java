// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.log;

import org.jspecify.annotations.Nullable;

/** Makes a text that a peer chose fit for a log line or a message: short, one line, no control characters. */
public final class SafeText {
    /** Longest text that is kept. */
    public static final int MAX_LENGTH = 128;

    private SafeText() {}

    /** At most {@link #MAX_LENGTH} characters; what could move a cursor, break a line or turn its direction is a question mark. */
    public static String of(@Nullable String text) {
        return of(text, MAX_LENGTH);
    }

    /** As the other, with another limit. */
    public static String of(@Nullable String text, int maxLength) {
        if (text == null) {
            return "null";
        }
        int end = Math.min(text.length(), maxLength);
        int i = 0;
        while (i < end && isPlain(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(end + 1).append(text, 0, i);
        for (; i < end; i++) {
            char c = text.charAt(i);
            safe.append(isPlain(c) ? c : '?');
        }
        return end < text.length() ? safe.append('…').toString() : safe.toString();
    }

    private static boolean isPlain(char c) {
        if (c >= ' ' && c < 0x7f) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
