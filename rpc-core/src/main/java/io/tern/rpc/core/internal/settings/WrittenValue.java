// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCheck;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.SecretText;
import io.tern.rpc.core.config.Treatment;
import io.tern.rpc.core.config.ValueRule;
import java.util.Locale;

/**
 * What somebody wrote about an element, for the report.
 *
 * @param name of the attribute or parameter
 * @param text as it was written, without secrets
 * @param origin where
 * @param note why it has no effect, or not all of it; empty if it has
 */
record WrittenValue(String name, String text, Origin origin, String note) {
    static WrittenValue of(AttributeSpec spec, String text, Origin origin, AttributeCheck check) {
        return new WrittenValue(spec.name(), shown(spec, text), origin, note(spec, text.strip(), check));
    }

    /** One that a stronger place hides. */
    static WrittenValue hidden(AttributeSpec spec, String text, Origin origin, Origin stronger) {
        return new WrittenValue(spec.name(), shown(spec, text), origin, "does not count beside " + stronger);
    }

    static WrittenValue parameter(String key, String text, Origin origin) {
        return new WrittenValue("parameter " + key, SecretText.masked(key, text), origin, "");
    }

    private static String shown(AttributeSpec spec, String text) {
        boolean secret = spec.isSecret() || isOfBean(spec);
        return secret && !text.isBlank() ? SecretText.HIDDEN : SecretText.masked(text);
    }

    /** Whether it is given to an object of the user, who alone knows whether it is a password. */
    private static boolean isOfBean(AttributeSpec spec) {
        return spec.element() == ElementKind.PROPERTY && spec.name().equals("value");
    }

    private static String note(AttributeSpec spec, String text, AttributeCheck check) {
        return switch (check.treatment()) {
            case PUBLISHED -> "published only" + because(spec, Treatment.PUBLISHED, text);
            case IGNORED -> "no effect" + because(spec, Treatment.IGNORED, text);
            case REFUSED, REFUSED_WHEN_USED ->
                "refused as soon as it is used" + because(spec, Treatment.REFUSED_WHEN_USED, text);
            case UNSET -> "the same as not written";
            case EFFECTIVE, OFF, SUSPICIOUS -> "";
        };
    }

    private static String because(AttributeSpec spec, Treatment treatment, String text) {
        String reason = spec.rules().stream()
                .filter(rule -> rule.treatment() == treatment
                        && (rule.values().contains(text) || rule.values().contains(ValueRule.ANY)))
                .map(ValueRule::reason)
                .filter(given -> !given.isEmpty())
                .findFirst()
                .orElse(spec.reason());
        return reason.isEmpty() ? "" : ": " + reason;
    }

    /** One line, without the end of a line. */
    String line(String indent) {
        String end = note.isEmpty() ? "" : "  (" + note + ")";
        return String.format(Locale.ROOT, "%s%-20s = %-28s %s%s", indent, name, text, place(), end)
                .replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ")
                .stripTrailing();
    }

    /** Nothing for what stands in the element itself, whose heading says where that is. */
    private String place() {
        return origin.element().startsWith("dubbo:") ? "" : origin.toString();
    }
}
