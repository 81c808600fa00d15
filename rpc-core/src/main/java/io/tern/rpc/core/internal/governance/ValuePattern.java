// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import org.jspecify.annotations.Nullable;

/** One value of a condition. Bounded work for any pattern and value. */
sealed interface ValuePattern {
    boolean matches(String value);

    /**
     * Reads a value as Dubbo does: an {@code *} stands for any text, {@code low~high} for whole numbers of a range.
     *
     * @throws IllegalArgumentException if there is more than one {@code *}, of which Dubbo takes all but the last literally,
     *     which nobody can mean; or if it is half a range
     */
    static ValuePattern of(String text) {
        if (text.indexOf('~') >= 0) {
            return Range.of(text);
        }
        if (text.indexOf('*') != text.lastIndexOf('*')) {
            throw new IllegalArgumentException("a value has more than one *");
        }
        return Glob.of(text);
    }

    /** A text with at most one {@code *} that counts: the last. {@code suffix} is null if there is none. */
    record Glob(String prefix, @Nullable String suffix) implements ValuePattern {
        static Glob of(String text) {
            int star = text.lastIndexOf('*');
            return star < 0 ? new Glob(text, null) : new Glob(text.substring(0, star), text.substring(star + 1));
        }

        /** As Dubbo: both ends may overlap, and an empty value matches a lone {@code *} only. */
        @Override
        public boolean matches(String value) {
            if (suffix == null) {
                return value.equals(prefix);
            }
            return (prefix.isEmpty() && suffix.isEmpty())
                    || (!value.isEmpty() && value.startsWith(prefix) && value.endsWith(suffix));
        }
    }

    /** Whole numbers, both ends included. */
    record Range(long low, long high) implements ValuePattern {
        static Range of(String text) {
            int tilde = text.indexOf('~');
            String low = text.substring(0, tilde);
            String high = text.substring(tilde + 1);
            try {
                if (low.isEmpty() && high.isEmpty()) {
                    throw new IllegalArgumentException("a range has no ends");
                }
                return new Range(
                        low.isEmpty() ? Long.MIN_VALUE : Long.parseLong(low),
                        high.isEmpty() ? Long.MAX_VALUE : Long.parseLong(high));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("a range is not of whole numbers", e);
            }
        }

        @Override
        public boolean matches(String value) {
            try {
                long number = Long.parseLong(value);
                return low <= number && number <= high;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }

    /** What the consumer does not have: {@code $key} of a key without a value. */
    record Nothing() implements ValuePattern {
        @Override
        public boolean matches(String value) {
            return false;
        }
    }
}
