// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the calls in flight of one submitting thread. A thread that finds the window full goes on when a quarter of it is free: else each answer would wake
 * it for one call, and the measurement would show that.
 */
final class Window {
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int size;
    private final int goOnAt;
    private final Thread submitter = Thread.currentThread();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean waiting;
    private volatile @Nullable Throwable failure;

    Window(int size) {
        this.size = size;
        this.goOnAt = size - Math.max(1, size / 4);
    }

    /** Only the submitting thread. */
    void acquire() {
        if (inFlight.get() >= size) {
            awaitAtMost(goOnAt);
        }
        inFlight.incrementAndGet();
    }

    /** Only the submitting thread: waits until all calls are answered. */
    void awaitEmpty() {
        awaitAtMost(0);
    }

    void release(int calls) {
        int left = inFlight.addAndGet(-calls);
        if (waiting && (left <= goOnAt || left == 0)) {
            LockSupport.unpark(submitter);
        }
    }

    void fail(Throwable reason) {
        if (failure == null) {
            failure = reason;
        }
        LockSupport.unpark(submitter);
    }

    private void awaitAtMost(int calls) {
        long start = System.nanoTime();
        waiting = true;
        try {
            while (inFlight.get() > calls) {
                throwFailure();
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(100));
                if (System.nanoTime() - start > LONGEST_WAIT_NANOS) {
                    throw new IllegalStateException(inFlight.get() + " calls were not answered within 60 s.");
                }
            }
        } finally {
            waiting = false;
        }
        throwFailure();
    }

    private void throwFailure() {
        Throwable reason = failure;
        if (reason != null) {
            throw new IllegalStateException("A call failed: " + reason, reason);
        }
    }
}
