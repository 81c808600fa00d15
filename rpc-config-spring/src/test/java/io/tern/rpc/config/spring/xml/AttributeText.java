// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.xml;

import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.Treatment;
import io.tern.rpc.core.config.ValueRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One attribute in words, for the schema and for the page about compatibility. */
final class AttributeText {
    private static final Set<Treatment> LACKING =
            Set.of(Treatment.REFUSED, Treatment.REFUSED_WHEN_USED, Treatment.IGNORED);

    private final AttributeSpec spec;

    AttributeText(AttributeSpec spec) {
        this.spec = spec;
    }

    /** The state in this release, in one to three words. */
    String state() {
        boolean worksForSome = !spec.valuesWith(Treatment.EFFECTIVE).isEmpty();
        boolean refusesRest = spec.rules().stream()
                .anyMatch(rule ->
                        rule.treatment() == Treatment.REFUSED && rule.values().contains(ValueRule.ANY));
        boolean closed = !spec.legalNames().isEmpty();
        boolean refusesNames = closed && !spec.valuesWith(Treatment.REFUSED).isEmpty();
        if (spec.treatment() == Treatment.REFUSED || (!worksForSome && (refusesRest || refusesNames))) {
            return "refused";
        }
        boolean lacks = spec.rules().stream().anyMatch(rule -> LACKING.contains(rule.treatment()));
        return switch (spec.treatment()) {
            case PUBLISHED -> "published only";
            case IGNORED -> worksForSome ? "works in part" : "no effect";
            default -> lacks ? "works in part" : "works";
        };
    }

    /** Meaning, and what is done with the attribute and with certain values, in whole sentences. */
    String meaning() {
        List<String> sentences = new ArrayList<>();
        sentences.add(spec.documentation());
        String reason = spec.reason().isEmpty() ? "." : ": " + spec.reason() + ".";
        switch (spec.treatment()) {
            case PUBLISHED -> sentences.add("Published for others, without effect here" + reason);
            case IGNORED -> sentences.add("No effect" + reason);
            case REFUSED -> sentences.add("Refused (CFG-16)" + reason);
            default -> {}
        }
        spec.rules().stream()
                .map(AttributeText::sentence)
                .filter(s -> !s.isEmpty())
                .forEach(sentences::add);
        if (!spec.aliases().isEmpty()) {
            sentences.add("Other spelling: " + String.join(", ", spec.aliases()) + ".");
        }
        return String.join(" ", sentences);
    }

    /** Form and range of the text. */
    String legal() {
        return (spec.required() ? "required; " : "") + spec.legal();
    }

    /** What applies when it is not written. */
    String defaultText() {
        return spec.defaultText().isEmpty() ? "none" : spec.defaultText();
    }

    /** The names that share the attribute's own treatment are listed as its legal ones, and need no sentence. */
    private boolean isSaidAlready(ValueRule rule) {
        return rule.treatment() == spec.treatment()
                && rule.reason().isEmpty()
                && rule.treatment() != Treatment.EFFECTIVE;
    }

    private static String sentence(ValueRule rule) {
        String values = rule.values().stream().map(AttributeText::value).collect(Collectors.joining(", "));
        String reason = rule.reason().isEmpty() ? "." : ": " + rule.reason() + ".";
        return switch (rule.treatment()) {
            case EFFECTIVE -> "Works: " + values + reason;
            case PUBLISHED, IGNORED -> "Without effect: " + values + bracketed(rule);
            case REFUSED -> "Refused (CFG-16): " + values + bracketed(rule);
            case REFUSED_WHEN_USED ->
                "Refused (CFG-16) when a service or reference uses it: " + values + bracketed(rule);
            case OFF -> "Off: " + values + ".";
            case UNSET -> "Not set: " + values + bracketed(rule);
            case SUSPICIOUS -> "Warned about (CFG-W2): " + values + bracketed(rule);
        };
    }

    private static String bracketed(ValueRule rule) {
        return rule.reason().isEmpty() ? "." : " (" + rule.reason() + ").";
    }

    private static String value(String value) {
        return switch (value) {
            case ValueRule.ANY -> "any other value";
            case ValueRule.BLANK -> "blank";
            case ValueRule.SEVERAL -> "a comma list";
            default -> range(value);
        };
    }

    private static String range(String value) {
        if (value.startsWith("..")) {
            return value.substring(2) + " and less";
        }
        return value.endsWith("..") ? value.substring(0, value.length() - 2) + " and more" : value;
    }
}
