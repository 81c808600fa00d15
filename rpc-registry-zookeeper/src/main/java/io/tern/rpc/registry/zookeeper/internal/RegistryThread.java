// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns a registry's state and calls its listeners, so that neither needs a lock. Thread-safe. */
final class RegistryThread implements ThreadFactory {
    private static final Logger log = LoggerFactory.getLogger(RegistryThread.class);

    private final String name;
    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;

    RegistryThread(String application) {
        name = "tern-registry-" + application;
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread created = newThread(task);
            thread = created;
            return created;
        });
    }

    /** A thread for the registry's other needs, under its name. */
    @Override
    public Thread newThread(Runnable task) {
        Thread created = new Thread(task, name + "-" + threads.incrementAndGet());
        created.setDaemon(true);
        return created;
    }

    /** Does this after what was given before; false if the thread has ended. */
    boolean run(Runnable task) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    log.error("The ZooKeeper registry has a fault, please report it", e);
                }
            });
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    /** Ends when all is done that was given, or after this time with an interrupt. Does not wait for itself. */
    void end(long withinMillis) {
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (executor.awaitTermination(withinMillis, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }
}
