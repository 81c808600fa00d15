// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mock="…"} says, taken apart.
 *
 * @param force whether it stands in for every call, so that nothing is sent; otherwise for those that fail
 * @param kind what it does
 * @param rest the literal, or the name of a class; empty for an exception without a class, and for the default class
 */
record MockText(boolean force, Kind kind, String rest) {
    private static final Pattern CLASS_NAME =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

    enum Kind {
        /** Returns a literal. */
        RETURN,
        /** Throws an exception. */
        THROW,
        /** Calls an object that implements the interface. */
        CLASS
    }

    /** Null if the text has none of the forms. */
    static @Nullable MockText of(String written) {
        String text = written.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("force")) {
            return new MockText(true, Kind.RETURN, "null");
        } else if (lower.equals("fail")) {
            return new MockText(false, Kind.CLASS, "");
        } else if (lower.startsWith("force:")) {
            return of(true, text.substring("force:".length()).strip());
        } else if (lower.startsWith("fail:")) {
            return of(false, text.substring("fail:".length()).strip());
        }
        return of(false, text);
    }

    private static @Nullable MockText of(boolean force, String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("default")) {
            return new MockText(force, Kind.CLASS, "");
        }
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        String word = text.substring(0, end);
        String rest = text.substring(end).strip();
        if (word.equalsIgnoreCase("return")) {
            return new MockText(force, Kind.RETURN, rest.isEmpty() ? "null" : rest);
        } else if (word.equalsIgnoreCase("throw") && (rest.isEmpty() || isClassName(rest))) {
            return new MockText(force, Kind.THROW, rest);
        }
        return rest.isEmpty() && isClassName(word) ? new MockText(force, Kind.CLASS, word) : null;
    }

    private static boolean isClassName(String text) {
        return CLASS_NAME.matcher(text).matches();
    }
}
