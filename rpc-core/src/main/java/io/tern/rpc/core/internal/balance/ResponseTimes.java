// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How long one provider took for the calls that succeeded in the last 15 to 30 s. Thread-safe. */
final class ResponseTimes {
    /** No call has succeeded in that time. */
    static final long UNKNOWN = -1;

    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long TRIAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLI_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private volatile Window window;
    private volatile long chosenNanos;

    /** The sums as they were when the window began, and as they were at {@code nextAtNanos}, where the next one begins. */
    private record Window(long calls, long nanos, long nextCalls, long nextNanos, long nextAtNanos) {}

    ResponseTimes(long nowNanos) {
        this.window = new Window(0, 0, 0, 0, nowNanos);
        this.chosenNanos = nowNanos - TRIAL_NANOS;
    }

    void succeeded(long elapsedNanos) {
        // In this order, so that whoever sees the call sees its time.
        nanos.addAndGet(elapsedNanos);
        calls.incrementAndGet();
    }

    /** A call was sent there. */
    void chosen(long nowNanos) {
        chosenNanos = nowNanos;
    }

    /** Whether a call was sent there just now, so that one may wait for what becomes of it. */
    boolean isTried(long nowNanos) {
        return nowNanos - chosenNanos < TRIAL_NANOS;
    }

    /** In milliseconds begun, since smaller differences are noise, and nobody takes no time; or {@link #UNKNOWN}. */
    long averageMillis(long nowNanos) {
        Window now = window;
        if (nowNanos - now.nextAtNanos >= STEP_NANOS) {
            now = slide(now, nowNanos);
        }
        long count = calls.get() - now.calls;
        return count == 0 ? UNKNOWN : (nanos.get() - now.nanos) / count / MILLI_NANOS + 1;
    }

    private Window slide(Window old, long nowNanos) {
        long callsNow = calls.get();
        long nanosNow = nanos.get();
        boolean isOver = nowNanos - old.nextAtNanos >= 2 * STEP_NANOS;
        Window next = new Window(
                isOver ? callsNow : old.nextCalls, isOver ? nanosNow : old.nextNanos, callsNow, nanosNow, nowNanos);
        // Threads that do this at one moment make the same window, but for the calls that ended in between.
        window = next;
        return next;
    }
}
