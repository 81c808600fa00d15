// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;

/** Durations of calls, recorded by any thread; 2 significant digits, 1 µs to 100 s. */
final class Latencies {
    private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(100);

    private final AtomicHistogram histogram = new AtomicHistogram(1_000, HIGHEST_NANOS, 2);

    void record(long nanos) {
        histogram.recordValue(Math.min(Math.max(nanos, 0), HIGHEST_NANOS));
    }

    void putInto(Map<String, Object> reply) {
        reply.put("p50Micros", histogram.getValueAtPercentile(50) / 1e3);
        reply.put("p99Micros", histogram.getValueAtPercentile(99) / 1e3);
        reply.put("p999Micros", histogram.getValueAtPercentile(99.9) / 1e3);
        reply.put("maxMicros", histogram.getMaxValue() / 1e3);
    }
}
