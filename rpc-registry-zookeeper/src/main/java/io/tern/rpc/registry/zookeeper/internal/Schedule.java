// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When a registry looks after its things without being asked. Both tasks run on the registry's thread. */
final class Schedule {
    private static final long CHECK_MILLIS = 20_000;
    private static final long FIRST_RETRY_MILLIS = 1_000;
    private static final long LONGEST_RETRY_MILLIS = 16_000;

    private final ScheduledExecutorService scheduler;
    private final RegistryThread thread;
    private final Runnable retry;
    private final Runnable check;
    private volatile @Nullable Future<?> checking;

    // Of the registry's thread.
    private long retryMillis = FIRST_RETRY_MILLIS;
    private boolean waiting;

    Schedule(ScheduledExecutorService scheduler, RegistryThread thread, Runnable retry, Runnable check) {
        this.scheduler = scheduler;
        this.thread = thread;
        this.retry = retry;
        this.check = check;
    }

    /** Begins to check now and then, and not at the same moment as all others who were started together. */
    void start() {
        checking = scheduler.scheduleWithFixedDelay(
                () -> thread.run(check),
                ThreadLocalRandom.current().nextLong(CHECK_MILLIS / 2, CHECK_MILLIS),
                CHECK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** Asks for another attempt in a while, each time in a longer one. */
    void retry() {
        if (waiting) {
            return;
        }
        try {
            scheduler.schedule(() -> thread.run(this::retryNow), retryMillis, TimeUnit.MILLISECONDS);
            waiting = true;
            retryMillis = Math.min(retryMillis * 2, LONGEST_RETRY_MILLIS);
        } catch (RejectedExecutionException stopping) {
            // Whoever lent the scheduler ends it, and closes the registry next.
            waiting = false;
        }
    }

    private void retryNow() {
        waiting = false;
        retry.run();
    }

    /** There is a new connection: what failed on the former one may succeed. */
    void connected() {
        retryMillis = FIRST_RETRY_MILLIS;
    }

    void end() {
        Future<?> task = checking;
        if (task != null) {
            task.cancel(false);
        }
    }
}
