// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.consumer;

import io.tern.rpc.demo.price.Price;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one call ended, as the consumer process tells the launcher: a line of text.
 *
 * @param took from the call to its end
 * @param text the provider that answered, or what went wrong
 */
public record CallReport(Kind kind, Duration took, String text) {
    private static final String PREFIX = "call ";

    /** The ways to end. */
    public enum Kind {
        RIGHT,
        WRONG,
        FAILED
    }

    /** Of a call that brought something. */
    static CallReport answered(long item, Price price, Duration took) {
        boolean right = price.item() == item && price.cents() == 100 + item % 900;
        return right
                ? new CallReport(Kind.RIGHT, took, price.provider())
                : new CallReport(Kind.WRONG, took, "asked for item " + item + ", got " + price);
    }

    /** Of a call that brought nothing. */
    static CallReport failed(Throwable failure, Duration took) {
        String message = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
        return new CallReport(Kind.FAILED, took, failure.getClass().getSimpleName() + ": " + message);
    }

    String line() {
        return PREFIX + kind + " " + took.toNanos() + " " + text;
    }

    /** What {@link #line} was made from; null if the line is something else. */
    public static @Nullable CallReport parse(String line) {
        if (!line.startsWith(PREFIX)) {
            return null;
        }
        String[] parts = line.substring(PREFIX.length()).split(" ", 3);
        return new CallReport(Kind.valueOf(parts[0]), Duration.ofNanos(Long.parseLong(parts[1])), parts[2]);
    }
}
