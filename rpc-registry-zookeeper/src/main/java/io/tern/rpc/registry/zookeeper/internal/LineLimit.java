// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets some log lines of one kind a minute through, so that what comes again and again does not fill a disk, and counts the rest.
 * For one thread.
 */
final class LineLimit {
    private static final int LINES = 10;
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Ticker ticker;
    private final Consumer<String> log;
    private long start;
    private int lines;

    /** {@code log} writes a line. */
    LineLimit(Ticker ticker, Consumer<String> log) {
        this.ticker = ticker;
        this.log = log;
        start = ticker.nanos();
    }

    /** Writes a line, with the number of those before it that were held back, or holds it back. */
    void write(String line) {
        long now = ticker.nanos();
        int heldBack = 0;
        if (now - start >= INTERVAL_NANOS) {
            heldBack = Math.max(0, lines - LINES);
            start = now;
            lines = 0;
        }
        if (lines++ < LINES) {
            log.accept(heldBack == 0 ? line : line + " (and " + heldBack + " such lines before)");
        }
    }
}
