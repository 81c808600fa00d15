// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.EventLoop;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection for silence. On its loop.
 *
 * <p>One timer per connection that moves with the traffic: it is set for the moment at which the connection would have
 * been silent long enough, and when that comes it is set anew if there was traffic meanwhile. Traffic itself only
 * writes a field.
 *
 * <p>A peer is given up for heartbeats that it did not answer, not for time that went by: a process that was stopped for a
 * while, or paused for a collection of garbage, has asked nobody meanwhile and must not blame its peers.
 */
final class Heartbeat {
    /** A connection is given up after so many intervals of silence. */
    private static final int MISSED = 3;

    private final EventLoop loop;
    private final Ticker ticker;
    private final long intervalNanos;
    private final Runnable beat;
    private final Runnable giveUp;
    /** Written by every thread that reads or writes. */
    private volatile long lastTrafficNanos;

    private @Nullable Future<?> next;
    /** Beats since the traffic at {@link #beatenNanos}. */
    private int beats;

    private long beatenNanos;

    /**
     * A watch that is off until {@link #start}.
     *
     * @param intervalMillis 0: never
     * @param beat what to do after each interval of silence
     * @param giveUp what to do when there was silence for three of them
     */
    Heartbeat(EventLoop loop, Ticker ticker, int intervalMillis, Runnable beat, Runnable giveUp) {
        this.loop = loop;
        this.ticker = ticker;
        this.intervalNanos = MILLISECONDS.toNanos(intervalMillis);
        this.beat = beat;
        this.giveUp = giveUp;
    }

    void start() {
        lastTrafficNanos = ticker.nanos();
        if (intervalNanos > 0) {
            sleep(intervalNanos);
        }
    }

    void traffic() {
        lastTrafficNanos = ticker.nanos();
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    private void sleep(long nanos) {
        next = loop.schedule(this::wake, nanos, NANOSECONDS);
    }

    private void wake() {
        long last = lastTrafficNanos;
        if (last != beatenNanos) {
            beatenNanos = last;
            beats = 0;
        }
        long silence = ticker.nanos() - last;
        if (silence >= MISSED * intervalNanos && beats >= MISSED - 1) {
            giveUp.run();
            return;
        }
        if (silence >= intervalNanos) {
            beats++;
            beat.run();
        }
        sleep(intervalNanos - silence % intervalNanos);
    }
}
