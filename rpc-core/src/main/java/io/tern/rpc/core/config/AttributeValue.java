// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.List;

/**
 * A checked value of an attribute. The accessors throw {@link IllegalStateException} when the value is of another kind, which is a mistake of the
 * caller and not of the person who wrote the file.
 */
public sealed interface AttributeValue {
    /** Not written, blank, or a value that means the same. */
    record Unset() implements AttributeValue {}

    /** Switched off by one of the words for it, such as {@code mock="false"}. */
    record Off() implements AttributeValue {}

    /** A boolean. */
    record Flag(boolean on) implements AttributeValue {}

    /** A whole number, in the unit of the attribute's form. */
    record Whole(long number) implements AttributeValue {}

    /** A number that need not be whole. */
    record Decimal(double number) implements AttributeValue {}

    /** A text, trimmed. */
    record Text(String text) implements AttributeValue {}

    /** The items of a list, trimmed, without empty ones. */
    record Items(List<String> items) implements AttributeValue {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Whether something was written, be it a word that switches off. */
    default boolean isSet() {
        return !(this instanceof Unset);
    }

    /** The boolean; a feature that is switched off is false. */
    default boolean asFlag() {
        if (this instanceof Off) {
            return false;
        }
        return ((Flag) expected(Flag.class)).on();
    }

    /** The whole number. */
    default long asWhole() {
        return ((Whole) expected(Whole.class)).number();
    }

    /** The number that need not be whole. */
    default double asDecimal() {
        return ((Decimal) expected(Decimal.class)).number();
    }

    /** The text. */
    default String asText() {
        return ((Text) expected(Text.class)).text();
    }

    /** The items of the list. */
    default List<String> asItems() {
        return ((Items) expected(Items.class)).items();
    }

    private AttributeValue expected(Class<? extends AttributeValue> kind) {
        if (!kind.isInstance(this)) {
            throw new IllegalStateException(
                    "The value is of kind " + getClass().getSimpleName() + ", not " + kind.getSimpleName());
        }
        return this;
    }
}
