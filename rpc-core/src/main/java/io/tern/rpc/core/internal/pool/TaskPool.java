// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A pool of threads for tasks of which most take microseconds and any may block.
 *
 * <p><b>Problem.</b> Waking a thread costs more than such a task, and a pool that wakes one per task spends its time on
 * that. A pool that wakes none while some are busy lets tasks wait behind one that blocks.
 *
 * <p><b>Idea.</b> As many threads as there are processors are kept awake while there is work, and each takes one task
 * after the other from one queue. More are woken at once if tasks have lately been long, for then the wake-up no longer
 * counts; and otherwise by the {@link Watch}, which looks every half millisecond, as long as tasks come, for threads that
 * are still at the same task, and replaces them. So a task waits behind one that blocks for about a millisecond, behind
 * hundreds that block at once for some milliseconds, and only until the pool has learned that they do.
 *
 * <p><b>No task is forgotten.</b> A submitter adds its task first and looks at {@link #awake} afterwards; a thread that
 * goes to sleep says so in {@link #awake} first and looks at the queue afterwards. One of the two sees the other.
 *
 * <p>Threads are made when all are awake and one more is wanted, up to a limit. Idle ones are reused last in, first out,
 * and end after a time. Thread-safe.
 */
public final class TaskPool implements Executor {
    /** Tasks of this length are worth a wake-up each. */
    private static final long LONG_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    /** What one task can count at most: a thread that lost its processor says little about the next task. */
    private static final long MOST_NANOS = 4 * LONG_NANOS;

    private static final int WEIGHT_SHIFT = 3;
    /** How often a thread that stays looks around. */
    private static final long MOST_PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** More threads than that are not made to end a pool: what waits then is done by them in turn. */
    private static final int ENDING_THREADS = 1_024;

    private final ThreadFactory factory;
    private final int core;
    private final int most;
    private final long aliveNanos;
    private final int kept = Runtime.getRuntime().availableProcessors();
    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger awake = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Watch watch;

    @GuardedBy("lock")
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Set<Worker> workers = new HashSet<>();

    /** A sliding mean, long until shown otherwise. Racy on purpose: a lost update changes nothing. */
    private long typicalNanos = MOST_NANOS;

    private volatile boolean closed;

    /**
     * A pool without threads yet.
     *
     * @param core threads that stay when idle
     * @param most threads, 1 or more
     * @param aliveNanos how long the others stay when idle
     * @param timer runs the watch, which takes microseconds; must outlive the last task
     */
    public TaskPool(ThreadFactory factory, int core, int most, long aliveNanos, ScheduledExecutorService timer) {
        this.factory = factory;
        this.core = core;
        this.most = most;
        this.aliveNanos = aliveNanos;
        this.watch = new Watch(this, timer);
    }

    /**
     * Runs a task soon. Never blocks.
     *
     * @throws RejectedExecutionException if the pool is closed
     * @throws OutOfMemoryError if there is no thread and none can be made; the task is not kept
     */
    @Override
    public void execute(Runnable task) {
        queue.add(task);
        if (closed && queue.remove(task)) {
            throw new RejectedExecutionException("closed");
        }
        if (awake.get() < kept || tasksAreLong()) {
            try {
                wakeOne();
            } catch (OutOfMemoryError e) {
                if (hasNoThread() && queue.remove(task)) {
                    throw e;
                }
            }
        } else {
            watch.start();
        }
    }

    /** Whether tasks wait for a thread; a hint. */
    public boolean hasBacklog() {
        return !queue.isEmpty();
    }

    private boolean tasksAreLong() {
        return typicalNanos >= LONG_NANOS;
    }

    private boolean hasNoThread() {
        lock.lock();
        try {
            return workers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes an idle thread or makes one; nothing if there are as many as there may be. */
    private boolean wakeOne() {
        Worker woken;
        lock.lock();
        try {
            woken = idle.pollLast();
            if (woken == null) {
                return makeOne();
            }
            awake.incrementAndGet();
            woken.sleeping = false;
        } finally {
            lock.unlock();
        }
        woken.unpark();
        return true;
    }

    @GuardedBy("lock")
    private boolean makeOne() {
        if (workers.size() >= most || (closed && queue.isEmpty())) {
            return false;
        }
        Worker made = new Worker(this);
        Thread thread = factory.newThread(made);
        made.thread = thread;
        workers.add(made);
        awake.incrementAndGet();
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                workers.remove(made);
                awake.decrementAndGet();
            }
        }
        return true;
    }

    // ---- for workers

    /** The next task; waits for one. Null if the worker has to end. */
    @Nullable
    Runnable next(Worker worker) {
        while (true) {
            Runnable task = queue.poll();
            if (task != null) {
                return task;
            }
            if (!lieDown(worker)) {
                return null;
            }
            boolean hasWork = !queue.isEmpty() && getUp(worker);
            if (!hasWork && !sleep(worker)) {
                return null;
            }
        }
    }

    /** False if the pool is closed and has no more work. */
    private boolean lieDown(Worker worker) {
        lock.lock();
        try {
            if (closed && !queue.isEmpty()) {
                return true;
            }
            awake.decrementAndGet();
            if (closed) {
                workers.remove(worker);
                return false;
            }
            worker.sleeping = true;
            idle.addLast(worker);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes back {@link #lieDown}; false if somebody else has woken the worker meanwhile. */
    private boolean getUp(Worker worker) {
        lock.lock();
        try {
            if (!worker.sleeping) {
                return false;
            }
            idle.remove(worker);
            worker.sleeping = false;
            awake.incrementAndGet();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** False if nobody needed the worker for too long. */
    private boolean sleep(Worker worker) {
        long until = System.nanoTime() + aliveNanos;
        while (worker.sleeping) {
            long left = aliveNanos == Long.MAX_VALUE ? Long.MAX_VALUE : until - System.nanoTime();
            if (left <= 0 && retire(worker)) {
                return false;
            }
            worker.park(left <= 0 ? MOST_PATIENCE_NANOS : left);
            if (Thread.interrupted() && closed) {
                Thread.currentThread().interrupt(); // otherwise it was meant for a task that has ended
            }
        }
        return true;
    }

    private boolean retire(Worker worker) {
        lock.lock();
        try {
            if (!worker.sleeping || workers.size() <= core) {
                return false;
            }
            idle.remove(worker);
            workers.remove(worker);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void took(long nanos) {
        typicalNanos += (Math.min(nanos, MOST_NANOS) - typicalNanos) >> WEIGHT_SHIFT;
    }

    boolean isClosed() {
        return closed;
    }

    // ---- for the watch

    /** How many threads must be added so that as many as {@link #kept} make progress. */
    int missing() {
        lock.lock();
        try {
            int stuck = 0;
            for (Worker worker : workers) {
                stuck += worker.isStuck() ? 1 : 0;
            }
            return kept - (awake.get() - stuck);
        } finally {
            lock.unlock();
        }
    }

    /** Wakes or makes so many threads, as far as there may be more. */
    void add(int count) {
        try {
            boolean added = true;
            for (int i = 0; i < count && added; i++) {
                added = hasBacklog() && wakeOne();
            }
        } catch (OutOfMemoryError noThread) {
            // Those that are there have to do.
        }
    }

    // ---- end

    /** Takes no more tasks. Those that wait are done; threads end after them. */
    public void close() {
        add(ENDING_THREADS); // nobody watches any more whether one of them blocks
        closed = true;
        endIdle();
    }

    /**
     * Takes no more tasks and interrupts those that run.
     *
     * @return those that waited
     */
    public List<Runnable> closeNow() {
        closed = true;
        List<Runnable> dropped = new ArrayList<>();
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            dropped.add(task);
        }
        List<Worker> running;
        lock.lock();
        try {
            running = new ArrayList<>(workers);
        } finally {
            lock.unlock();
        }
        endIdle();
        running.forEach(Worker::interrupt);
        return dropped;
    }

    private void endIdle() {
        List<Worker> ended = new ArrayList<>();
        lock.lock();
        try {
            while (!idle.isEmpty()) {
                Worker worker = idle.removeLast();
                worker.sleeping = false;
                awake.incrementAndGet();
                ended.add(worker);
            }
        } finally {
            lock.unlock();
        }
        ended.forEach(Worker::unpark);
    }
}
