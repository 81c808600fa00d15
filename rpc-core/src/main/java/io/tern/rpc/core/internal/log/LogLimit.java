// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.log;

import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;

/** Lets the first lines of an interval through and counts the rest, so that a peer cannot fill a disk. Thread-safe. */
public final class LogLimit {
    /** What {@link #pass()} returns for a line that must not be written. */
    public static final long SUPPRESSED = -1;

    private final Ticker ticker;
    private final int lines;
    private final long intervalNanos;

    // Guarded by this, as the next two.
    private boolean started;
    private long intervalStart;
    private long asked;

    /**
     * A limit of its own for one kind of line.
     *
     * @param lines lines let through per interval, 1 or more
     * @param intervalMillis 1 or more
     */
    public LogLimit(Ticker ticker, int lines, long intervalMillis) {
        this.ticker = ticker;
        this.lines = lines;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMillis);
    }

    /** Asks to write a line: {@link #SUPPRESSED}, or how many were suppressed before this one, for the line to say. */
    public synchronized long pass() {
        long now = ticker.nanos();
        long suppressed = 0;
        if (!started || now - intervalStart >= intervalNanos) {
            suppressed = Math.max(0, asked - lines);
            started = true;
            intervalStart = now;
            asked = 0;
        }
        return ++asked <= lines ? suppressed : SUPPRESSED;
    }
}
