// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.exception.NacosException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which the blocking calls of a Nacos client are made, in the order in which they were asked for. */
final class NacosThread {
    private static final Logger log = LoggerFactory.getLogger(NacosThread.class);
    private static final long FIRST_RETRY_MILLIS = 1_000;
    private static final long LONGEST_RETRY_MILLIS = 30_000;

    /** A call of the client; whether it has become pointless is its own business. */
    @FunctionalInterface
    interface Call {
        void make() throws NacosException;
    }

    /** What calls are for, since one kind can fail while the others succeed. */
    enum Kind {
        CONNECTION("opening the client"),
        PUBLISHING("publishing entries"),
        SUBSCRIBING("reading entries"),
        TEXTS("reading texts");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private final ScheduledThreadPoolExecutor executor;
    private final String registry;
    private volatile @Nullable Thread thread;
    /** How many calls of a kind failed and wait to be tried again: the thread's own. */
    private final Map<Kind, Integer> troubled = new EnumMap<>(Kind.class);

    /** {@code registry} is for log lines. */
    NacosThread(String name, String registry) {
        this.registry = registry;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            thread = made;
            return made;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Makes a call, again and again until it succeeds or is refused for good. Not at all after the end. */
    void attempt(Kind kind, Call call) {
        schedule(() -> make(kind, call, FIRST_RETRY_MILLIS, false), 0);
    }

    /** Runs a task once. Not at all after the end. */
    void run(Runnable task) {
        schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        log.warn("{} has a fault, please report it: {}", registry, NacosProblem.text(e));
                    }
                },
                0);
    }

    private void schedule(Runnable task, long delayMillis) {
        try {
            executor.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The registry is closed: nothing is done any more", e);
        }
    }

    private void make(Kind kind, Call call, long retryMillis, boolean hasFailed) {
        try {
            call.make();
        } catch (NacosException | RuntimeException e) {
            if (!NacosProblem.isForGood(e)) {
                if (!hasFailed && troubled.merge(kind, 1, Integer::sum) == 1) {
                    log.warn("{}: {} failed, which is tried again: {}", registry, kind.text, NacosProblem.text(e));
                }
                long nextMillis = Math.min(2 * retryMillis, LONGEST_RETRY_MILLIS);
                schedule(() -> make(kind, call, nextMillis, true), retryMillis);
                return;
            }
            log.warn("{}: {} is refused for good: {}", registry, kind.text, NacosProblem.text(e));
        }
        if (hasFailed && troubled.merge(kind, -1, Integer::sum) == 0) {
            log.info("{}: {} works again", registry, kind.text);
        }
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
            end();
        }
    }

    // A listener that closes the registry runs on the thread for which others wait.
    private void endHere(Call last) {
        try {
            last.make();
        } catch (NacosException | RuntimeException e) {
            log.debug("{} could not be told the end", registry, e);
        }
        end();
    }

    /** Makes no call that waits, and interrupts the one that runs. */
    void end() {
        executor.shutdownNow();
    }
}
