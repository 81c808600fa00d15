// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to make one call, such as {@code getUser.sync32}, {@code echo64k.sync32}, {@code createUser.oneway1000} or {@code getUser.open30000}.
 *
 * @param payloadBytes of {@code echo}, else 0
 * @param width threads, calls in flight, calls not served, or calls a second
 */
public record Cell(Operation operation, int payloadBytes, Mode mode, int width) {
    private static final Pattern NAME =
            Pattern.compile("([a-zA-Z]+?)(?:(\\d+)([km]?))?\\.(sync|async|oneway|open)(\\d+)");

    /**
     * The inverse of {@link #name}.
     *
     * @throws IllegalArgumentException if there is no such cell
     */
    public static Cell parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + name + "' is no cell; expected something like getUser.sync32, "
                    + "echo64k.sync32, createUser.oneway1000.");
        }
        Operation operation = null;
        for (Operation candidate : Operation.values()) {
            if (candidate.method().equals(matcher.group(1))) {
                operation = candidate;
            }
        }
        if (operation == null) {
            throw new IllegalArgumentException("'" + name + "' is no cell: there is no operation '" + matcher.group(1)
                    + "'; there are "
                    + Arrays.stream(Operation.values()).map(Operation::method).toList() + ".");
        }
        if ((operation == Operation.ECHO) != (matcher.group(2) != null)) {
            throw new IllegalArgumentException("'" + name + "' is no cell: only echo has a size, and needs it.");
        }
        int payloadBytes = 0;
        if (matcher.group(2) != null) {
            int unit = matcher.group(3).equals("k") ? 1024 : matcher.group(3).equals("m") ? 1024 * 1024 : 1;
            payloadBytes = Integer.parseInt(matcher.group(2)) * unit;
        }
        Mode mode = Mode.valueOf(matcher.group(4).toUpperCase(Locale.ROOT));
        int width = Integer.parseInt(matcher.group(5));
        if (width < 1) {
            throw new IllegalArgumentException("'" + name + "' is no cell: somebody has to call.");
        }
        return new Cell(operation, payloadBytes, mode, width);
    }

    public String name() {
        return operation.method() + size() + "." + mode.name().toLowerCase(Locale.ROOT) + width;
    }

    private String size() {
        if (operation != Operation.ECHO) {
            return "";
        }
        if (payloadBytes % (1024 * 1024) == 0) {
            return payloadBytes / (1024 * 1024) + "m";
        }
        return payloadBytes % 1024 == 0 ? payloadBytes / 1024 + "k" : String.valueOf(payloadBytes);
    }

    @Override
    public String toString() {
        return name();
    }
}
