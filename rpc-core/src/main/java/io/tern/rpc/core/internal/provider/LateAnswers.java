// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.spi.Ticker;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests whose answers come after their methods returned, and the one timer that gives them up at their deadlines.
 *
 * <p>A sweep over all of them every few milliseconds costs an asynchronous request one insertion and one removal in a
 * table, where a timer entry each would cost a lock. The thread starts with the first late answer. Thread-safe.
 */
final class LateAnswers implements AutoCloseable {
    private static final long SWEEP_MILLIS = 20;
    private static final Logger log = LoggerFactory.getLogger(LateAnswers.class);

    private final String application;
    private final Ticker ticker;
    private final Set<ServerCall> waiting = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService timer; // guarded by this
    private boolean closed; // guarded by this
    private volatile boolean ticking;

    LateAnswers(String application, Ticker ticker) {
        this.application = application;
        this.ticker = ticker;
    }

    void add(ServerCall call) {
        waiting.add(call);
        if (!ticking) {
            start();
        }
    }

    void remove(ServerCall call) {
        waiting.remove(call);
    }

    int waiting() {
        return waiting.size();
    }

    /** Gives up what nobody waits for any more. */
    void sweep() {
        long now = ticker.nanos();
        for (Iterator<ServerCall> each = waiting.iterator(); each.hasNext(); ) {
            ServerCall call = each.next();
            if (now - call.deadlineNanos() >= 0) {
                each.remove();
                try {
                    call.giveUp();
                } catch (RuntimeException e) {
                    log.error("Giving up an unanswered request failed", e);
                }
            }
        }
    }

    private synchronized void start() {
        if (timer == null && !closed) {
            ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "tern-deadline-" + application + "-1");
                thread.setDaemon(true);
                return thread;
            });
            made.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
            timer = made;
        }
        ticking = true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
