// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tern.rpc.spi.Ticker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests whose answers come after their methods returned, and the one timer that gives them up at their deadlines.
 *
 * <p>A sweep over all of them every few milliseconds costs an asynchronous request one place in an array, where a timer
 * would cost an entry with its links. The thread starts with the first late answer. Thread-safe.
 */
final class LateAnswers implements AutoCloseable {
    private static final long SWEEP_MILLIS = 20;
    private static final int SMALLEST = 16;
    private static final int PART = 1_024;
    private static final Logger log = LoggerFactory.getLogger(LateAnswers.class);

    private final String application;
    private final Ticker ticker;
    private final Executor executor;

    /** In no order, without gaps; each call knows its place. */
    @GuardedBy("this")
    private ServerCall[] waiting = new ServerCall[SMALLEST];

    @GuardedBy("this")
    private int count;

    @GuardedBy("this")
    private @Nullable ScheduledExecutorService timer;

    @GuardedBy("this")
    private boolean closed;

    private volatile boolean ticking;

    /** {@code executor} runs what a given up request leads to, which may be code of users. */
    LateAnswers(String application, Ticker ticker, Executor executor) {
        this.application = application;
        this.ticker = ticker;
        this.executor = executor;
    }

    void add(ServerCall call) {
        synchronized (this) {
            if (count == waiting.length) {
                waiting = Arrays.copyOf(waiting, 2 * count);
            }
            call.latePlace(count);
            waiting[count++] = call;
        }
        if (!ticking) {
            start();
        }
    }

    /** Of a call that was added or not, any number of times. */
    synchronized void remove(ServerCall call) {
        int place = call.latePlace();
        if (place < 0) {
            return;
        }
        ServerCall last = waiting[--count];
        waiting[place] = last;
        last.latePlace(place);
        waiting[count] = null;
        call.latePlace(-1);
        if (count < waiting.length / 4 && waiting.length > SMALLEST) {
            waiting = Arrays.copyOf(waiting, waiting.length / 2);
        }
    }

    synchronized int waiting() {
        return count;
    }

    /** Gives up what nobody waits for any more. */
    void sweep() {
        long now = ticker.nanos();
        for (int from = 0; ; from += PART) {
            List<ServerCall> due = new ArrayList<>(0);
            if (!findDue(from, now, due)) {
                return;
            }
            for (ServerCall call : due) {
                remove(call);
                try {
                    executor.execute(() -> giveUp(call));
                } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                    giveUp(call);
                }
            }
        }
    }

    private static void giveUp(ServerCall call) {
        try {
            call.giveUp();
        } catch (Throwable e) {
            log.error("Giving up an unanswered request failed", e);
        }
    }

    /** Looks at a part, so that answers need not wait; a call that moves meanwhile is found the next time. */
    private synchronized boolean findDue(int from, long now, List<ServerCall> due) {
        for (int i = from; i < Math.min(count, from + PART); i++) {
            if (now - waiting[i].deadlineNanos() >= 0) {
                due.add(waiting[i]);
            }
        }
        return from < count;
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
