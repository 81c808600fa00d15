// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How many requests have begun and ended at one place, and the waits for them. Thread-safe. */
final class Traffic {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    // Two adders, since one counter would be written by every core twice per request.
    private final LongAdder started = new LongAdder();
    private final LongAdder ended = new LongAdder();

    void started() {
        started.increment();
    }

    void ended() {
        ended.increment();
    }

    /** Requests that have begun and not ended. */
    long running() {
        long done = ended.sum(); // first: a request must not look ended before it looks started
        return started.sum() - done;
    }

    private static long running(List<Traffic> places) {
        return places.stream().mapToLong(Traffic::running).sum();
    }

    private static long started(List<Traffic> places) {
        return places.stream().mapToLong(place -> place.started.sum()).sum();
    }

    /** Lets requests come until the time is over, nobody is there to send any, or the thread is interrupted. */
    static void pass(long nanos, BooleanSupplier nobodyThere) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos
                && !nobodyThere.getAsBoolean()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(nobodyThere, POLL_NANOS);
        }
    }

    /**
     * Waits until no request runs at any of the places and none came for a while, or nobody is there to send one.
     *
     * @return false if requests were still running at the deadline, or when the thread was interrupted
     */
    static boolean awaitQuiet(List<Traffic> places, long quietNanos, long deadlineNanos, BooleanSupplier nobodyThere) {
        long seen = started(places);
        long quietSince = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            boolean noneRunning = running(places) == 0;
            if (started(places) != seen || !noneRunning) {
                seen = started(places);
                quietSince = now;
            }
            if (noneRunning && (now - quietSince >= quietNanos || nobodyThere.getAsBoolean())) {
                return true;
            }
            if (now - deadlineNanos >= 0 || Thread.currentThread().isInterrupted()) {
                return noneRunning;
            }
            LockSupport.parkNanos(places, POLL_NANOS);
        }
    }
}
