// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.spi.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Closes connections within one time limit, several side by side: a peer that does not read any more costs its wait, and
 * there may be many of them.
 */
final class Endings {
    /** Few threads, however many connections there are. */
    private static final int MOST_AT_ONCE = 32;

    private final Queue<Ending> waiting;
    private final CountDownLatch left;
    private final long drainMillis;
    private final Ticker ticker;
    private final long startNanos;

    /**
     * The end of a connection, for a caller that uses it no more.
     *
     * @param isIdle whether no call waits for its answer
     * @param close closes it if nobody else uses it, and waits for its calls as many milliseconds as it is told. Once
     */
    record Ending(BooleanSupplier isIdle, LongConsumer close) {}

    private Endings(List<Ending> endings, long drainMillis, Ticker ticker) {
        // Those without calls first: they take no time as a rule.
        Map<Boolean, List<Ending>> byIdle = endings.stream()
                .collect(Collectors.partitioningBy(ending -> ending.isIdle().getAsBoolean()));
        this.waiting = new ConcurrentLinkedQueue<>(byIdle.getOrDefault(true, List.of()));
        this.waiting.addAll(byIdle.getOrDefault(false, List.of()));
        this.left = new CountDownLatch(endings.size());
        this.drainMillis = drainMillis;
        this.ticker = ticker;
        this.startNanos = ticker.nanos();
    }

    /** Closes them all, waiting for calls up to {@code drainMillis} in all, and returns when that is done. */
    static void end(List<Ending> endings, long drainMillis, Callers.Environment environment) {
        Endings all = new Endings(endings, drainMillis, environment.ticker());
        all.askForHelp(Math.min(MOST_AT_ONCE, endings.size()) - 1, environment.executor());
        all.work();
        all.await();
    }

    private void askForHelp(int helpers, Executor executor) {
        try {
            for (int i = 0; i < helpers; i++) {
                executor.execute(this::work);
            }
        } catch (RejectedExecutionException closing) {
            // Whoever is there already does it.
        }
    }

    private void work() {
        for (Ending ending = waiting.poll(); ending != null; ending = waiting.poll()) {
            try {
                ending.close().accept(Drain.left(drainMillis, startNanos, ticker));
            } finally {
                left.countDown();
            }
        }
    }

    private void await() {
        try {
            left.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
