// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.tern.rpc.spi.Ticker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that have not ended, and the sweep that ends them at their deadlines. A timer entry for each call would cost
 * more than the call; so one entry waits for the earliest deadline, and then all calls are looked at. As most calls have
 * ended long before, that is about once in the time of a timeout. Thread-safe.
 */
final class CallDeadlines {
    private static final long MIN_PAUSE_NANOS = MILLISECONDS.toNanos(4);

    private final Ticker ticker;
    private final ScheduledExecutorService timer;
    private final long originNanos;
    private final Set<InProcessResponse> pending = ConcurrentHashMap.newKeySet();
    /** When the next sweep is due, on {@link #scale}; written under the lock. */
    private volatile long armedFor = Long.MAX_VALUE;

    private @Nullable ScheduledFuture<?> next; // guarded by this
    private long lastNanos; // guarded by this

    CallDeadlines(Ticker ticker, ScheduledExecutorService timer) {
        this.ticker = ticker;
        this.timer = timer;
        this.originNanos = ticker.nanos();
    }

    /** Times of a ticker can overflow; these cannot. */
    private long scale(long nanos) {
        return nanos - originNanos;
    }

    void add(InProcessResponse call) {
        pending.add(call);
        long due = scale(call.sweepNanos());
        if (due < armedFor) {
            arm(due);
        }
    }

    void remove(InProcessResponse call) {
        pending.remove(call);
    }

    /** Those of one connection. */
    void forEachOf(InProcessConnection connection, Consumer<InProcessResponse> action) {
        for (InProcessResponse call : pending) {
            if (call.connection() == connection) {
                action.accept(call);
            }
        }
    }

    private synchronized void arm(long due) {
        if (due >= armedFor) {
            return;
        }
        if (next != null) {
            next.cancel(false);
        }
        long now = scale(ticker.nanos());
        long at = Math.max(due, lastNanos + MIN_PAUSE_NANOS);
        try {
            next = timer.schedule(this::sweep, Math.max(0, at - now), NANOSECONDS);
            armedFor = due;
        } catch (RejectedExecutionException closing) {
            // The connections are closed before the timer is, and that is what ends their calls.
        }
    }

    private void sweep() {
        synchronized (this) {
            next = null;
            lastNanos = scale(ticker.nanos());
            // Before the calls are looked at: one that is added meanwhile arms the next sweep by itself.
            armedFor = Long.MAX_VALUE;
        }
        long now = scale(ticker.nanos());
        long earliest = Long.MAX_VALUE;
        for (InProcessResponse call : pending) {
            long due = scale(call.sweepNanos());
            if (due <= now) {
                call.expire();
            } else {
                earliest = Math.min(earliest, due);
            }
        }
        if (earliest < armedFor) {
            arm(earliest);
        }
    }
}
