// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

/**
 * Form and range of an attribute.
 *
 * @param form the form of its text
 * @param lowest smallest legal number, in the unit of the form; meaningless for forms that are no numbers
 * @param highest largest legal number
 */
public record AttributeType(AttributeForm form, long lowest, long highest) {
    private static final int LARGEST_PORT = 65535;

    /** Reads the form and the optional range of a table, such as {@code millis 1..}. */
    static AttributeType parse(String text) {
        int blank = text.indexOf(' ');
        String word = blank < 0 ? text : text.substring(0, blank);
        AttributeForm form = AttributeForm.named(word)
                .orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" is not a form of attributes"));
        ValueRange range = blank < 0
                ? ValueRange.INTS
                : ValueRange.parse(text.substring(blank + 1).strip());
        if (blank >= 0 && !form.isNumber()) {
            throw new IllegalArgumentException("The form " + word + " has no range");
        }
        long highest = form == AttributeForm.PORT ? Math.min(LARGEST_PORT, range.highest()) : range.highest();
        return new AttributeType(form, range.lowest(), highest);
    }

    boolean contains(long number) {
        return lowest <= number && number <= highest;
    }

    /** Which texts are legal, as the end of the sentence "it is …", without the names of a choice. */
    String description() {
        if (!form.isNumber() || (lowest == ValueRange.INTS.lowest() && highest == ValueRange.INTS.highest())) {
            return form.description();
        }
        return form.description() + " (" + lowest + " … " + highest + ")";
    }
}
