// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.exception.NacosException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which the blocking calls of the Nacos client are made, in the order in which they were asked for. */
final class NacosThread {
    private static final Logger log = LoggerFactory.getLogger(NacosThread.class);
    private static final long FIRST_RETRY_MILLIS = 1_000;
    private static final long LONGEST_RETRY_MILLIS = 30_000;

    /** A call of the client; whether it has become pointless is its own business. */
    @FunctionalInterface
    interface Call {
        void make() throws NacosException;
    }

    private final ScheduledThreadPoolExecutor executor;
    private final String registry;
    private volatile @Nullable Thread thread;
    private boolean troubled; // the thread's own

    /** {@code registry} is for log lines. */
    NacosThread(String application, String registry) {
        this.registry = registry;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "tern-nacos-" + application + "-1");
            made.setDaemon(true);
            thread = made;
            return made;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Makes a call, again and again until it succeeds. Not at all after the end. */
    void attempt(Call call) {
        attempt(call, 0, FIRST_RETRY_MILLIS);
    }

    private void attempt(Call call, long delayMillis, long retryMillis) {
        try {
            executor.schedule(() -> make(call, retryMillis), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The registry is closed: nothing is done any more", e);
        }
    }

    private void make(Call call, long retryMillis) {
        try {
            call.make();
            if (troubled) {
                log.info("{} answers again", registry);
            }
            troubled = false;
        } catch (NacosException | RuntimeException e) {
            if (!troubled) {
                log.warn("{} failed, which is tried again: {}", registry, problem(e));
            }
            troubled = true;
            attempt(call, retryMillis, Math.min(2 * retryMillis, LONGEST_RETRY_MILLIS));
        }
    }

    // Messages of the client repeat requests, whose metadata can hold a token.
    private static String problem(Exception e) {
        return e instanceof NacosException nacos
                ? "NacosException " + nacos.getErrCode()
                : e.getClass().getName();
    }

    /** Runs a task regularly; one that fails is run again all the same. */
    void every(long periodMillis, Call call) {
        executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        call.make();
                    } catch (NacosException | RuntimeException e) {
                        log.debug("{} failed, which is tried again", registry, e);
                    }
                },
                periodMillis,
                periodMillis,
                TimeUnit.MILLISECONDS);
    }

    /** Makes a last call once those that wait are made, and ends; waits so long, and then interrupts what still runs. */
    void end(Call last, long millis) {
        if (Thread.currentThread() == thread) {
            endHere(last);
            return;
        }
        try {
            executor.submit(() -> {
                        last.make();
                        return null;
                    })
                    .get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("{} could not be told the end", registry, e);
        } catch (RejectedExecutionException e) {
            log.debug("{} is closed already", registry, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            executor.shutdownNow();
        }
    }

    // A listener that closes the registry runs on the thread for which others wait.
    private void endHere(Call last) {
        try {
            last.make();
        } catch (NacosException | RuntimeException e) {
            log.debug("{} could not be told the end", registry, e);
        }
        executor.shutdownNow();
    }
}
