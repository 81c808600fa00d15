// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Calls that the provider keeps waiting. All have the same callback, so that the heap shows the framework. */
public final class HeldCalls {
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int ARGUMENTS = 64;

    private final Client client;
    private final Object[] arguments = new Object[ARGUMENTS];
    private final AtomicInteger answered = new AtomicInteger();
    private final Answer answer = this::count;
    private int started;
    private volatile @Nullable Throwable failure;

    public HeldCalls(Client client) {
        this.client = client;
        for (int i = 0; i < ARGUMENTS; i++) {
            arguments[i] = client.argument(Operation.HOLD, i);
        }
    }

    public void start(int calls) {
        for (int i = 0; i < calls; i++) {
            client.callAsync(Operation.HOLD, arguments[i % ARGUMENTS], answer);
        }
        started += calls;
    }

    private void count(@Nullable Object result, @Nullable Throwable reason) {
        if (reason != null || result == null) {
            failure = reason == null ? new IllegalStateException("An answer was null.") : reason;
        }
        answered.incrementAndGet();
    }

    /** Waits until all calls are answered, and returns their number. */
    public int awaitAnswers() throws InterruptedException {
        long start = System.nanoTime();
        while (answered.get() < started) {
            if (System.nanoTime() - start > LONGEST_WAIT_NANOS) {
                throw new IllegalStateException((started - answered.get()) + " held calls were never answered.");
            }
            Thread.sleep(10);
        }
        Throwable reason = failure;
        if (reason != null) {
            throw new IllegalStateException("A held call failed: " + reason, reason);
        }
        return started;
    }
}
