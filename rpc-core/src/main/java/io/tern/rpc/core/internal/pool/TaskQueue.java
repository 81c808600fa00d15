// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs tasks in the order in which they come, one at a time, on threads of another executor. Thread-safe; never blocks. */
public final class TaskQueue implements Executor {
    private final Executor threads;

    @GuardedBy("this")
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean running;

    /** A queue whose tasks may block as far as {@code threads} allows it. */
    public TaskQueue(Executor threads) {
        this.threads = threads;
    }

    /** Runs a task soon, which must not throw; drops it if the executor is closed. */
    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::work);
        } catch (RejectedExecutionException closing) {
            clear();
        } catch (Throwable noThread) {
            clear();
            throw noThread;
        }
    }

    private synchronized void clear() {
        waiting.clear();
        running = false;
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = waiting.poll();
        running = task != null;
        return task;
    }
}
