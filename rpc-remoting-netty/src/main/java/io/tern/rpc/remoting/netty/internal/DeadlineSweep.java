// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.EventLoop;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Ends the calls of one table whose deadlines pass. On the loop of the connection, unless it says otherwise.
 *
 * <p>It sleeps until the earliest deadline, and is told after each drain of the write queue, which every new call
 * causes, so a call with a shorter timeout than all others is noticed before its request is even written. With deadlines
 * close to each other it runs every few milliseconds, not for each.
 */
final class DeadlineSweep {
    private static final long MIN_PAUSE_NANOS = MILLISECONDS.toNanos(4);

    private final EventLoop loop;
    private final Ticker ticker;
    private final InFlightTable table;
    private final long originNanos;
    private @Nullable Future<?> next;
    /** The deadline that the next sweep is for; written on the loop. */
    private volatile long armedFor = InFlightTable.NONE;

    private long lastNanos;

    DeadlineSweep(EventLoop loop, Ticker ticker, InFlightTable table) {
        this.loop = loop;
        this.ticker = ticker;
        this.table = table;
        // The table wants times above 0 that do not overflow, which a ticker does not promise.
        this.originNanos = ticker.nanos() - 1;
    }

    /** A deadline on the table's scale; any thread. */
    long due(long deadlineNanos) {
        return Math.max(1, deadlineNanos - originNanos);
    }

    /** Makes sure that the earliest deadline is not missed. Any thread. */
    void watch() {
        if (table.nextDueNanos() >= armedFor) {
            return;
        }
        if (loop.inEventLoop()) {
            arm();
            return;
        }
        try {
            loop.execute(this::arm);
        } catch (RejectedExecutionException loopEnded) {
            // The connection's end is what ends its calls.
        }
    }

    private void arm() {
        long earliest = table.nextDueNanos();
        if (earliest >= armedFor) {
            return;
        }
        if (next != null) {
            next.cancel(false);
        }
        armedFor = earliest;
        long now = due(ticker.nanos());
        long at = Math.max(earliest, lastNanos + MIN_PAUSE_NANOS);
        next = loop.schedule(this::sweep, Math.max(0, at - now), NANOSECONDS);
    }

    private void sweep() {
        next = null;
        armedFor = InFlightTable.NONE;
        lastNanos = due(ticker.nanos());
        try {
            table.sweep(lastNanos, NettyResponse::expire);
        } finally {
            arm();
        }
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }
}
