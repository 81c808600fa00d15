// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

/** A range of whole numbers, both ends included. A missing end stands for the limits of an int. */
record ValueRange(long lowest, long highest) {
    /** All ints. */
    static final ValueRange INTS = new ValueRange(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private static final String BETWEEN = "..";

    /** Reads {@code 1..}, {@code ..-1} or {@code 0..100}. */
    static ValueRange parse(String text) {
        int between = text.indexOf(BETWEEN);
        if (between < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not a range such as 1.. or 0..100");
        }
        String low = text.substring(0, between);
        String high = text.substring(between + BETWEEN.length());
        return new ValueRange(
                low.isEmpty() ? INTS.lowest : Long.parseLong(low),
                high.isEmpty() ? INTS.highest : Long.parseLong(high));
    }

    boolean contains(long number) {
        return lowest <= number && number <= highest;
    }
}
