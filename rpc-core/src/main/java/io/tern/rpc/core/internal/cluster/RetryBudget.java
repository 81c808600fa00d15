// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many retries one method may make, so that providers in trouble do not get a multiple of their usual load: a part of
 * its calls, and a few besides for times with few calls. The calls of the window before count too, so that those which are
 * lost with a provider find an allowance, however well all went before. Thread-safe; a call that does not fail only counts
 * itself.
 */
final class RetryBudget {
    /** Retries that are allowed in each window in any case. */
    static final int FREE = 10;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int percent;
    private final LongAdder calls = new LongAdder();
    private volatile long windowStart;

    // Guarded by this, as the next three: the number of calls when the window before began, and when this one did.
    private long callsUntilBefore;
    private long callsUntilNow;
    /** Retries of the window before that were more than the free ones. */
    private long chargedBefore;

    private long retries;

    /** {@code percent} of the calls may be tried again; 0: all. */
    RetryBudget(int percent, long nowNanos) {
        this.percent = percent;
        this.windowStart = nowNanos;
    }

    /** Counts a first attempt. */
    void called(long nowNanos) {
        if (percent == 0) {
            return;
        }
        if (nowNanos - windowStart >= WINDOW_NANOS) {
            advance(nowNanos);
        }
        calls.increment();
    }

    /** Asks for one retry. */
    synchronized boolean take(long nowNanos) {
        if (percent == 0) {
            return true;
        }
        advance(nowNanos);
        long share = percent * (calls.sum() - callsUntilBefore) - 100 * chargedBefore;
        if (100 * (retries + 1) > 100L * FREE + Math.max(0, share)) {
            return false;
        }
        retries++;
        return true;
    }

    private synchronized void advance(long nowNanos) {
        long passed = nowNanos - windowStart;
        if (passed < WINDOW_NANOS) {
            return;
        }
        boolean next = passed < 2 * WINDOW_NANOS;
        callsUntilBefore = next ? callsUntilNow : calls.sum();
        callsUntilNow = calls.sum();
        chargedBefore = next ? Math.max(0, retries - FREE) : 0;
        retries = 0;
        windowStart = next ? windowStart + WINDOW_NANOS : nowNanos;
    }

    /** For messages. */
    @Override
    public String toString() {
        return percent + " % of the calls and " + FREE + " more in " + TimeUnit.NANOSECONDS.toSeconds(WINDOW_NANOS)
                + " s";
    }
}
