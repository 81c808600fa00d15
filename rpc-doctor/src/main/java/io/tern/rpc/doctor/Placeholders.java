// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.ConfigErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${key:default}} by what the properties files say. Expressions {@code #{…}} are left alone. */
final class Placeholders {
    private static final String START = "${";
    private static final String EXPRESSION = "#{";
    /** A value that leads to itself ends here. */
    private static final int DEEPEST = 20;

    private final Map<String, PropertiesFile.Entry> entries = new LinkedHashMap<>();

    /** {@code files}: of two that have one key the first counts. */
    Placeholders(List<PropertiesFile> files) {
        files.forEach(file -> file.entries().forEach(entries::putIfAbsent));
    }

    /**
     * A text after the replacement.
     *
     * @param text with the placeholders that nothing defines still in it
     * @param isOpen whether there is one, or an expression, so that the value is not known
     * @param source where the value comes from, for people; null if it was written plainly
     */
    record Resolved(String text, boolean isOpen, @Nullable String source) {}

    Resolved resolve(String text) {
        if (!text.contains(START)) {
            return new Resolved(text, text.contains(EXPRESSION), null);
        }
        Run run = new Run();
        String replaced = run.replace(text, 0);
        boolean isOpen = run.isOpen || replaced.contains(EXPRESSION);
        return new Resolved(replaced, isOpen, isOpen ? null : run.source());
    }

    /** One replacement with what was learned on the way. */
    private final class Run {
        private boolean isOpen;
        private boolean isDefault;
        private @Nullable Place place;

        @Nullable
        String source() {
            return isDefault || place == null ? "the default of the placeholder" : Objects.toString(place);
        }

        String replace(String text, int depth) {
            StringBuilder result = new StringBuilder();
            int from = 0;
            for (int start = text.indexOf(START); start >= 0; start = text.indexOf(START, from)) {
                int end = end(text, start + START.length());
                if (end < 0 || depth > DEEPEST) {
                    break;
                }
                result.append(text, from, start).append(value(text.substring(start + START.length(), end), depth));
                from = end + 1;
            }
            isOpen |= text.indexOf(START, from) >= 0;
            return result.append(text.substring(from)).toString();
        }

        private String value(String inside, int depth) {
            String body = replace(inside, depth + 1);
            int colon = body.indexOf(':');
            String key = colon < 0 ? body : body.substring(0, colon);
            PropertiesFile.Entry entry = entries.get(body.strip());
            entry = entry == null ? entries.get(key.strip()) : entry;
            if (entry != null) {
                place = entry.place();
                return replace(entry.text(), depth + 1);
            }
            if (colon < 0) {
                isOpen = true;
                return START + body + "}";
            }
            isDefault = true;
            return body.substring(colon + 1);
        }

        private int end(String text, int from) {
            int depth = 1;
            for (int i = from; i < text.length(); i++) {
                if (text.startsWith(START, i)) {
                    depth++;
                } else if (text.charAt(i) == '}' && --depth == 0) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** The value and where it comes from, for a note; {@code isSecret} hides the value. */
    static String note(Resolved resolved, boolean isSecret) {
        return resolved.source() == null
                ? ""
                : (isSecret ? "the value" : "= " + ConfigErrors.quote(resolved.text())) + " by " + resolved.source();
    }
}
