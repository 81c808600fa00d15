// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What a thread of a {@link TaskPool} does. */
final class Worker implements Runnable {
    /** The first task and every eighth: reading the clock is not free. */
    private static final int TIMED_MASK = 7;

    private static final VarHandle TASK_NUMBER;

    static {
        try {
            TASK_NUMBER = MethodHandles.lookup().findVarHandle(Worker.class, "taskNumber", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final TaskPool pool;
    /** Set once, before the thread starts. */
    @Nullable
    Thread thread;
    /** Whether this waits for work. Written under the pool's lock. */
    volatile boolean sleeping;

    /** The number of the running task, negative between tasks. Written by this thread; the watch only compares. */
    @SuppressWarnings("UnusedVariable") // read through TASK_NUMBER
    private long taskNumber = -1;
    /** What {@link #taskNumber} was when the watch looked last; only the watch uses it. */
    private long seen;

    Worker(TaskPool pool) {
        this.pool = pool;
    }

    @Override
    public void run() {
        long number = 0;
        for (Runnable next = pool.next(this); next != null; next = pool.next(this)) {
            TASK_NUMBER.setOpaque(this, ++number);
            boolean timed = (number & TIMED_MASK) == 1;
            long start = timed ? System.nanoTime() : 0;
            run(next);
            if (timed) {
                pool.took(System.nanoTime() - start);
            }
            TASK_NUMBER.setOpaque(this, -number);
            if (Thread.interrupted() && pool.isClosed()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void run(Runnable next) {
        try {
            next.run();
        } catch (Throwable e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /** Whether the same task has been running since this was asked before. */
    boolean isStuck() {
        long now = (long) TASK_NUMBER.getOpaque(this);
        boolean stuck = now > 0 && now == seen;
        seen = now;
        return stuck;
    }

    void park(long nanos) {
        LockSupport.parkNanos(this, nanos);
    }

    void unpark() {
        LockSupport.unpark(thread);
    }

    void interrupt() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
