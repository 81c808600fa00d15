// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.core.internal.accesslog.AccessLogs;
import io.tern.rpc.core.internal.pool.TaskPool;
import io.tern.rpc.core.internal.settings.ProcessSettings;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one Tern instance that belong to no transport and no port: callbacks, which run user code and may block,
 * and one timer, which must not. All of them are daemons and start with the first work.
 */
public final class EngineThreads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EngineThreads.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final TaskPool callbacks;
    private final ScheduledThreadPoolExecutor timer;
    private final AccessLogs accessLogs;

    /** With as many threads for callbacks as are needed. */
    public EngineThreads(String applicationName) {
        this(applicationName, ProcessSettings.Callbacks.UNLIMITED);
    }

    /** Makes the pools; no thread runs yet. */
    public EngineThreads(String applicationName, ProcessSettings.Callbacks sizes) {
        accessLogs = new AccessLogs(applicationName);
        timer = new ScheduledThreadPoolExecutor(1, factory("timer", applicationName));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // Without a limit, unless somebody sets one: a callback that blocks must not hold up another one for longer
        // than
        // the pool needs to see. What has no thread waits: a callback that was dropped would be a call without an end.
        callbacks = new TaskPool(
                factory("callback", applicationName),
                sizes.core(),
                sizes.most(),
                sizes.keepsAll() ? Long.MAX_VALUE : IDLE_NANOS,
                timer);
    }

    /** Names threads {@code tern-<role>-<application>-<n>}, as daemons whose uncaught errors are logged. */
    public static ThreadFactory factory(String role, String applicationName) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "tern-" + role + "-" + applicationName + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(
                    (failed, error) -> log.error("Uncaught error on thread {}", failed.getName(), error));
            return thread;
        };
    }

    /** Starts what runs as long as the instance does. */
    public void start() {
        timer.scheduleWithFixedDelay(InternalRpcContext::releaseTakenFutures, 1, 1, TimeUnit.SECONDS);
    }

    /** Runs user code: completes asynchronous calls. */
    public Executor callbacks() {
        return callbacks;
    }

    /** Runs user code at a later time; not at all if this is closed by then. */
    @SuppressWarnings("FutureReturnValueIgnored")
    public void later(Runnable task, long delayNanos) {
        timer.schedule(() -> callbacks.execute(task), delayNanos, TimeUnit.NANOSECONDS);
    }

    /** Short tasks at a later time. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    /** The access logs of both sides, and the thread that writes them. */
    public AccessLogs accessLogs() {
        return accessLogs;
    }

    /** Ends the threads once what runs is done; nothing new is taken. */
    @Override
    public void close() {
        callbacks.close();
        timer.shutdownNow();
        accessLogs.close();
    }
}
