// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;

/** Lets some log lines a minute through, so that a connection that comes and goes does not fill a disk. For one thread. */
final class LineLimit {
    private static final int LINES = 10;
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Ticker ticker;
    private long start;
    private int lines;

    LineLimit(Ticker ticker) {
        this.ticker = ticker;
        start = ticker.nanos();
    }

    boolean pass() {
        long now = ticker.nanos();
        if (now - start >= INTERVAL_NANOS) {
            start = now;
            lines = 0;
        }
        return lines++ < LINES;
    }
}
