// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.pool;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks after the threads of one pool while tasks come: replaces those that are stuck in a task while others wait. The
 * number of threads that it adds doubles from look to look, so that hundreds of blocking tasks have their threads within
 * milliseconds.
 */
final class Watch implements Runnable {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    /** So many looks without a waiting task, and it sleeps. */
    private static final int PATIENCE = 20;

    private final TaskPool pool;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean on = new AtomicBoolean();
    private int quiet;
    private int step = 1;

    Watch(TaskPool pool, ScheduledExecutorService timer) {
        this.pool = pool;
        this.timer = timer;
    }

    /** A task waits and nobody was woken for it. */
    void start() {
        if (!on.get() && on.compareAndSet(false, true)) {
            schedule();
        }
    }

    private void schedule() {
        try {
            timer.schedule(this, PAUSE_NANOS, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            on.set(false);
        }
    }

    @Override
    public void run() {
        try {
            look();
        } catch (Throwable e) {
            on.set(false); // the next task that waits starts it again
            throw e;
        }
    }

    private void look() {
        boolean stuck = pool.missing() > 0;
        if (!pool.hasBacklog()) {
            step = 1;
            if (++quiet >= PATIENCE) {
                quiet = 0;
                on.set(false);
                if (pool.hasBacklog()) {
                    start();
                }
                return;
            }
        } else {
            quiet = 0;
            if (stuck) {
                pool.add(step);
                step = Math.min(2 * step, 1_024);
            } else {
                step = 1;
            }
        }
        schedule();
    }
}
