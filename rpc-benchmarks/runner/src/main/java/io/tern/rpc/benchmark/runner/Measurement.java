// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.util.Map;

/** The figures of one contender in one round of one cell; all but the first four are for each call. */
record Measurement(
        double callsPerSecond, double p50Micros, double p99Micros, double p999Micros, Side consumer, Side provider) {
    /** What one side used for each call. */
    record Side(double cpuMicros, double allocatedBytes, double switches, double writes) {
        static Side of(Map<String, String> reply, double calls) {
            return new Side(
                    number(reply, "cpuNanos") / calls / 1e3,
                    number(reply, "allocatedBytes") / calls,
                    number(reply, "switches") / calls,
                    number(reply, "writes") / calls);
        }
    }

    static Measurement of(Map<String, String> consumer, Map<String, String> provider) {
        double calls = number(consumer, "calls");
        return new Measurement(
                calls / number(consumer, "nanos") * 1e9,
                number(consumer, "p50Micros"),
                number(consumer, "p99Micros"),
                number(consumer, "p999Micros"),
                Side.of(consumer, calls),
                Side.of(provider, calls));
    }

    /** NaN for what a cell does not have, such as the latency of one-way calls. */
    private static double number(Map<String, String> reply, String key) {
        String text = reply.get(key);
        return text == null ? Double.NaN : Double.parseDouble(text);
    }
}
