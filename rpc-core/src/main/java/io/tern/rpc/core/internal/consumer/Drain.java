// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;

/** One time limit for several waits in a row. */
final class Drain {
    /** As long as calls run: each of them ends at its own deadline. */
    static final long UNTIL_DEADLINES = Long.MAX_VALUE;

    private Drain() {}

    /** What is left of {@code totalMillis} since {@code startNanos}; 0 or more. */
    static long left(long totalMillis, long startNanos, Ticker ticker) {
        return Math.max(0, totalMillis - TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - startNanos));
    }
}
