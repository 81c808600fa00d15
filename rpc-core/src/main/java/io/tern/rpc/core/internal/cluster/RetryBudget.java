// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many retries one method may make, so that providers in trouble do not get a multiple of their usual load: a part of
 * its calls, and a few besides for times with few calls. Thread-safe; a call that does not fail only counts itself.
 */
final class RetryBudget {
    /** Retries that are allowed in each window in any case. */
    static final int FREE = 10;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int percent;
    private final Ticker ticker;
    private final LongAdder calls = new LongAdder();

    // Guarded by this, as the next two. A window starts with the first retry after the last one's end.
    private long windowStart;
    private long callsBefore;
    private long retries;

    /** {@code percent} of the calls may be tried again; 0: all. */
    RetryBudget(int percent, Ticker ticker) {
        this.percent = percent;
        this.ticker = ticker;
        this.windowStart = ticker.nanos();
    }

    /** Counts a first attempt. */
    void called() {
        if (percent > 0) {
            calls.increment();
        }
    }

    /** Asks for one retry. */
    synchronized boolean take() {
        if (percent == 0) {
            return true;
        }
        long now = ticker.nanos();
        if (now - windowStart >= WINDOW_NANOS) {
            windowStart = now;
            callsBefore = calls.sum();
            retries = 0;
        }
        if (100 * (retries + 1) > 100L * FREE + percent * (calls.sum() - callsBefore)) {
            return false;
        }
        retries++;
        return true;
    }

    /** For messages. */
    @Override
    public String toString() {
        return percent + " % of the calls and " + FREE + " more in " + TimeUnit.NANOSECONDS.toSeconds(WINDOW_NANOS)
                + " s";
    }
}
