// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the word of providers and rules counts. Whoever can write into a registry shall not be able to make consumers open
 * thousands of connections, knock at a provider without a pause, repeat calls without end, or take messages of any size.
 *
 * <table>
 *   <caption>What counts; the reference itself may say all that its attributes allow</caption>
 *   <tr><th>setting</th><th>from</th><th>to</th></tr>
 *   <tr><td>{@code timeout}</td><td>1 ms</td><td>1 h</td></tr>
 *   <tr><td>{@code connect.timeout}</td><td>1 ms</td><td>5 min</td></tr>
 *   <tr><td>{@code heartbeat}</td><td>1 s, or 0: none</td><td>any</td></tr>
 *   <tr><td>{@code reconnect}</td><td>100 ms, or {@code true} or {@code false}</td><td>any</td></tr>
 *   <tr><td>{@code connections}</td><td>0: shared ones</td><td>16</td></tr>
 *   <tr><td>{@code payload}</td><td>1 byte</td><td>what the reference says, else 64 MiB</td></tr>
 *   <tr><td>{@code retries}</td><td>any; negative: 0</td><td>100</td></tr>
 *   <tr><td>{@code forks}</td><td>1</td><td>100</td></tr>
 *   <tr><td>{@code failbacktasks}</td><td>1</td><td>10 000</td></tr>
 * </table>
 */
final class OutsideLimits {
    static final int LARGEST_PAYLOAD = 64 * 1024 * 1024;

    private static final long ANY = Integer.MAX_VALUE;
    private static final Map<String, Range> RANGES = Map.of(
            "timeout", new Range(1, 3_600_000, false),
            "connect.timeout", new Range(1, 300_000, false),
            "heartbeat", new Range(1_000, ANY, true),
            "reconnect", new Range(100, ANY, false),
            "connections", new Range(0, 16, false),
            "retries", new Range(Integer.MIN_VALUE, 100, false),
            "forks", new Range(1, 100, false),
            "failbacktasks", new Range(1, 10_000, false));

    private record Range(long lowest, long highest, boolean orZero) {
        boolean has(long number) {
            return (number >= lowest && number <= highest) || (orZero && number == 0);
        }

        @Override
        public String toString() {
            return (orZero ? "0 or " : "")
                    + (lowest < 0 ? "at most " : highest == ANY ? "at least " + lowest : "from " + lowest + " to ")
                    + (highest == ANY ? "" : highest);
        }
    }

    private OutsideLimits() {}

    /**
     * Why a value does not count; null if it does, or if it is no number, which others look at.
     *
     * @param largestPayload what the reference says itself; null: nothing
     */
    static @Nullable String fault(String name, String text, @Nullable Integer largestPayload) {
        Range range = name.equals("payload")
                ? new Range(1, largestPayload == null || largestPayload <= 0 ? LARGEST_PAYLOAD : largestPayload, false)
                : RANGES.get(name);
        if (range == null) {
            return null;
        }
        try {
            return range.has(Long.parseLong(text.strip())) ? null : "from outside it counts if it is " + range;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
