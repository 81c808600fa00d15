// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.channel.EventLoop;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Decides when a connection is tried. Thread-safe; nothing foreign runs under its lock.
 *
 * <p>At most one attempt is under way, and whoever wants the connection joins it. After a failure or a loss the next
 * attempt comes by itself, after pauses that start at {@link #FIRST_PAUSE_MILLIS} and double up to the setting, each cut
 * by a random part of up to half so that many consumers of one provider do not come back together. A call does not wait
 * for the pause: it starts an attempt, unless the last one failed a moment ago.
 */
final class Reconnector {
    private static final Logger log = LoggerFactory.getLogger(Reconnector.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 30_000;
    /** A failure that is younger answers calls; an older one is asked again. */
    private static final long FRESH_NANOS = MILLISECONDS.toNanos(500);
    /** After so many connections in a row that lived no longer than {@link #FRESH_NANOS}, each such end is a failure. */
    private static final int MAX_FLAPS = 10;
    /** A connection that lived longer was good: pauses start small again. */
    private static final long GOOD_NANOS = SECONDS.toNanos(5);

    private final String address;
    private final EventLoop loop;
    private final Ticker ticker;
    private final long maxPauseMillis;
    private final Supplier<@Nullable ClientHandler> usable;
    private final Consumer<CompletableFuture<ClientHandler>> connector;

    private final Object lock = new Object();
    // All below are guarded by lock.
    private @Nullable CompletableFuture<ClientHandler> attempt;
    private @Nullable Future<?> retry;
    private @Nullable Throwable lastFailure;
    private long lastEndNanos;
    private int failures;
    private int flaps;
    private boolean reportedDown;
    private boolean closed;

    /**
     * A connection that was not tried yet.
     *
     * @param maxPauseMillis 0: attempts only when somebody wants the connection
     * @param usable the connection if it is there
     * @param connector makes one attempt and completes the future; must not block or throw
     */
    Reconnector(
            String address,
            EventLoop loop,
            Ticker ticker,
            int maxPauseMillis,
            Supplier<@Nullable ClientHandler> usable,
            Consumer<CompletableFuture<ClientHandler>> connector) {
        this.address = address;
        this.loop = loop;
        this.ticker = ticker;
        this.maxPauseMillis = Math.min(maxPauseMillis, MAX_PAUSE_MILLIS);
        this.usable = usable;
        this.connector = connector;
    }

    /** The attempt under way, or a new one. */
    CompletableFuture<ClientHandler> attempt() {
        return attempt(0);
    }

    /** As {@link #attempt()}, for who has reason to hope: pauses start small again. */
    CompletableFuture<ClientHandler> attemptAnew() {
        synchronized (lock) {
            failures = 0;
        }
        return attempt();
    }

    /** As {@link #attempt()}, but a failure that is fresh is the answer. */
    CompletableFuture<ClientHandler> attemptForCall() {
        return attempt(FRESH_NANOS);
    }

    private CompletableFuture<ClientHandler> attempt(long freshNanos) {
        CompletableFuture<ClientHandler> started;
        synchronized (lock) {
            if (closed) {
                return CompletableFuture.failedFuture(closedFailure());
            }
            if (attempt != null) {
                return attempt;
            }
            ClientHandler there = usable.get();
            if (there != null) {
                return CompletableFuture.completedFuture(there);
            }
            if (lastFailure != null && ticker.nanos() - lastEndNanos < freshNanos) {
                return CompletableFuture.failedFuture(lastFailure);
            }
            cancelRetry();
            started = new CompletableFuture<>();
            attempt = started;
        }
        connector.accept(started);
        return started;
    }

    /** The attempt succeeded. False if the connection is not wanted any more. */
    boolean connected() {
        boolean wasDown;
        synchronized (lock) {
            attempt = null;
            if (closed) {
                return false;
            }
            lastFailure = null;
            wasDown = reportedDown;
            reportedDown = false;
        }
        log.info("{} to provider {}", wasDown ? "Connected again" : "Connected", address);
        return true;
    }

    /** The attempt failed. */
    void failed(Throwable cause) {
        boolean report;
        synchronized (lock) {
            attempt = null;
            lastFailure = cause;
            lastEndNanos = ticker.nanos();
            report = !reportedDown && !closed;
            reportedDown = true;
            scheduleRetry();
        }
        if (report) {
            log.warn("Cannot connect to provider {}: {}; {}", address, CallErrors.reason(cause), plan());
        }
    }

    /** An established connection ended, {@code lifeNanos} after it was made. */
    void lost(Throwable cause, long lifeNanos) {
        boolean report;
        synchronized (lock) {
            if (lifeNanos > GOOD_NANOS) {
                failures = 0;
            }
            flaps = lifeNanos > FRESH_NANOS ? 0 : Math.min(flaps + 1, MAX_FLAPS);
            if (flaps == MAX_FLAPS) {
                // Something accepts and hangs up. Calls must not connect to it as often as they come.
                lastFailure = cause;
                lastEndNanos = ticker.nanos();
            }
            report = !closed;
            reportedDown = true;
            scheduleRetry();
        }
        if (report) {
            Level level = cause instanceof LinkFailure end && end.isAnnounced() ? Level.INFO : Level.WARN;
            log.atLevel(level)
                    .log("Lost the connection to provider {}: {}; {}", address, CallErrors.reason(cause), plan());
        }
    }

    private String plan() {
        return maxPauseMillis == 0
                ? "the next call tries again"
                : "trying again, with pauses of up to " + maxPauseMillis + " ms";
    }

    private void scheduleRetry() {
        if (closed || maxPauseMillis == 0 || retry != null || attempt != null) {
            return;
        }
        long pause = Math.min(maxPauseMillis, FIRST_PAUSE_MILLIS << Math.min(failures, 20));
        failures++;
        long pauseNanos = MILLISECONDS.toNanos(pause);
        long jitter = ThreadLocalRandom.current().nextLong(pauseNanos / 2 + 1);
        try {
            retry = loop.schedule(this::retry, pauseNanos - jitter, NANOSECONDS);
        } catch (RejectedExecutionException ending) {
            log.debug("Provider {} is not tried again: the transport ends", address);
        }
    }

    private void retry() {
        synchronized (lock) {
            retry = null;
        }
        attempt();
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel(false);
            retry = null;
        }
    }

    /** No attempt starts after this; one under way is not taken. */
    void close() {
        CompletableFuture<ClientHandler> pending;
        synchronized (lock) {
            closed = true;
            cancelRetry();
            pending = attempt;
        }
        if (pending != null) {
            pending.completeExceptionally(closedFailure());
        }
    }

    private static Throwable closedFailure() {
        return new LinkFailure("the connection was closed by this process");
    }
}
