// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.List;

/**
 * What this release does with certain values of an attribute.
 *
 * @param treatment what it does
 * @param values the values in the order of the documentation: literal values, ranges of whole numbers such as {@code 600001..}, or the words
 *     {@link #ANY}, {@link #BLANK} and {@link #SEVERAL}. In an attribute that holds addresses they are schemes
 * @param reason why, as a part of a sentence; may be empty
 */
public record ValueRule(Treatment treatment, List<String> values, String reason) {
    /** Stands for every value that no rule names. */
    public static final String ANY = "<any>";

    /** Stands for an attribute that is written and blank. */
    public static final String BLANK = "<blank>";

    /** Stands for a comma list of more than one item. */
    public static final String SEVERAL = "<several>";

    public ValueRule {
        values = List.copyOf(values);
    }

    /** The literal values, without ranges and without the words that stand for several values. */
    List<String> literals() {
        return values.stream()
                .filter(v -> !v.startsWith("<") && !v.contains(".."))
                .toList();
    }

    /** Whether this rule names the value literally. */
    boolean names(String value, boolean anyCase) {
        for (String candidate : values) {
            if (anyCase ? candidate.equalsIgnoreCase(value) : candidate.equals(value)) {
                return true;
            }
        }
        return values.contains(SEVERAL) && value.indexOf(',') >= 0;
    }

    /** Whether this rule names the number, literally or by a range. */
    boolean holds(long number) {
        if (values.contains(Long.toString(number))) {
            return true;
        }
        for (String candidate : values) {
            if (candidate.contains("..") && ValueRange.parse(candidate).contains(number)) {
                return true;
            }
        }
        return false;
    }
}
