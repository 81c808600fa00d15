// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ProtocolSettings.ThreadPool;
import io.tern.rpc.core.internal.pool.TaskPool;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.telemetry.InstanceFigures;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The business threads of one port, or of one service.
 *
 * <p>Whether a request is admitted is decided by counting the requests that were admitted and are not served yet, and not
 * by asking whether a thread waits at the queue: a thread that has just replied is on its way back, and its consumer's next
 * request must not be refused in that moment. So the place is given back before the reply is written, and for a moment one
 * request more than {@code queues} allows may wait for a thread that is about to return.
 *
 * <p>All kinds make threads first and queue then; they differ in which threads stay. Thread-safe.
 */
final class WorkerPool implements Workers {
    /** Virtual threads cost next to nothing; unless {@code threads} was written, only a flood is kept out. */
    private static final int VIRTUAL_LIMIT = 10_000;
    /** Explaining a full pool looks at all threads; in a storm of refusals that is done this often at most. */
    private static final long EXPLANATION_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int NAMED_IN_EXPLANATION = 3;
    private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);

    private final ProtocolSettings settings;
    private final String owner;
    private final Ticker ticker;
    private final int threads;
    private final int limit;
    private final AtomicInteger admitted = new AtomicInteger();
    private final Set<WorkerThread> workers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threadNumber = new AtomicInteger();
    private final Executor executor;
    private final @Nullable TaskPool platform;
    private volatile @Nullable Explanation explanation;

    private record Explanation(long atNanos, String text) {}

    /** The pool of a port. */
    static WorkerPool ofPort(int port, ProtocolSettings settings, ProviderContext context) {
        return new WorkerPool("port " + port, context.application() + "-" + port, settings, context);
    }

    /** The pool of one service. */
    static WorkerPool ofService(String id, ProtocolSettings settings, ProviderContext context) {
        return new WorkerPool("service " + id, context.application() + "-" + id, settings, context);
    }

    /** {@code owner} is what messages name, {@code place} what names of threads tell. */
    private WorkerPool(String owner, String place, ProtocolSettings settings, ProviderContext context) {
        Ticker ticker = context.ticker();
        this.settings = settings;
        this.owner = owner;
        this.ticker = ticker;
        String name = settings.threadName();
        String prefix = (name == null ? "tern-worker-" + place : name) + "-";
        ThreadFactory virtual = settings.threadPool() == ThreadPool.VIRTUAL ? VirtualThreads.factory(prefix) : null;
        boolean threadsWritten =
                !settings.origins().getOrDefault("threads", Origin.BUILT_IN).equals(Origin.BUILT_IN);
        this.threads = virtual != null && !threadsWritten ? VIRTUAL_LIMIT : settings.threads();
        this.limit = settings.queues() < 0
                ? Integer.MAX_VALUE
                : (int) Math.min(Integer.MAX_VALUE, (long) threads + settings.queues());
        if (virtual != null) {
            executor = task -> virtual.newThread(task).start();
            platform = null;
        } else {
            platform = platformThreads(prefix, context.timer());
            executor = platform;
        }
    }

    private TaskPool platformThreads(String prefix, ScheduledExecutorService timer) {
        boolean fixed = settings.threadPool() == ThreadPool.FIXED;
        // One thread always stays, so that a request that was queued can never be left without a thread.
        int core = fixed ? threads : Math.min(threads, Math.max(1, settings.coreThreads()));
        long aliveNanos = settings.threadPool() == ThreadPool.LIMITED
                ? Long.MAX_VALUE
                : TimeUnit.MILLISECONDS.toNanos(settings.aliveMillis());
        return new TaskPool(task -> worker(task, prefix), core, threads, aliveNanos, timer);
    }

    private WorkerThread worker(Runnable task, String prefix) {
        WorkerThread[] self = new WorkerThread[1];
        Runnable body = () -> {
            try {
                task.run();
            } finally {
                workers.remove(self[0]);
            }
        };
        self[0] = new WorkerThread(body, prefix + threadNumber.incrementAndGet());
        self[0].setUncaughtExceptionHandler((thread, error) -> log.error("{} ended", thread.getName(), error));
        workers.add(self[0]);
        return self[0];
    }

    @Override
    public boolean offer(ServerCall call) {
        if (admitted.incrementAndGet() > limit) {
            admitted.decrementAndGet();
            return false;
        }
        try {
            executor.execute(call);
            return true;
        } catch (RejectedExecutionException e) {
            admitted.decrementAndGet();
            return false;
        } catch (OutOfMemoryError e) {
            // No thread could be made: to the consumer the pool is full, and the process may recover.
            admitted.decrementAndGet();
            log.error(
                    "There is no thread for a request of {}: {}; lower threads, or raise the limits of the process",
                    owner,
                    e.getMessage());
            return false;
        }
    }

    @Override
    public void release() {
        admitted.decrementAndGet();
    }

    @Override
    public boolean hasBacklog() {
        return platform != null && platform.hasBacklog();
    }

    @Override
    public String fullText() {
        long now = ticker.nanos();
        Explanation last = explanation;
        if (last == null || now - last.atNanos() > EXPLANATION_NANOS) {
            last = new Explanation(now, explain(now));
            explanation = last;
        }
        return last.text();
    }

    private String explain(long now) {
        int taken = Math.min(admitted.get(), limit);
        int running = Math.min(taken, threads);
        String slowest = workers.stream()
                .map(WorkerThread::running)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingLong(call -> call.startNanos() - now))
                .limit(NAMED_IN_EXPLANATION)
                .map(call -> call.methodText() + " for "
                        + TimeUnit.NANOSECONDS.toMillis(Math.max(0, now - call.startNanos())) + " ms")
                .collect(Collectors.joining(", "));
        return "The business pool of " + owner + " is full: " + running + " requests running (threads=\"" + threads
                + "\"), " + (taken - running) + " queued (queues=\"" + settings.queues() + "\")"
                + (slowest.isEmpty() ? "" : "; running longest: " + slowest)
                + "; make these faster, or raise threads or queues of the protocol, from "
                + settings.origins().getOrDefault("threads", Origin.BUILT_IN);
    }

    @Override
    public InstanceFigures.Pool figures() {
        int taken = Math.max(0, Math.min(admitted.get(), limit));
        int running = platform == null
                ? Math.min(taken, threads)
                : (int) workers.stream()
                        .filter(thread -> thread.running() != null)
                        .count();
        int made = platform == null ? running : workers.size();
        return new InstanceFigures.Pool(owner, running, made, threads, Math.max(0, taken - running));
    }

    @Override
    public void retire() {
        if (platform != null) {
            platform.close();
        }
    }

    @Override
    public void close() {
        if (platform == null) {
            return;
        }
        for (Runnable waiting : platform.closeNow()) {
            if (waiting instanceof ServerCall call) {
                call.cutOff();
            }
        }
    }
}
