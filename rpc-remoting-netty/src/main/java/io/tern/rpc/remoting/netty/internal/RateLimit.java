// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;

/** Lets a few events per second through, and counts the others. Thread-safe. */
final class RateLimit {
    private static final int PER_SECOND = 10;

    private final Ticker ticker;
    private final Object lock = new Object();
    private long secondStartNanos;
    private int passed;
    private long held;

    RateLimit(Ticker ticker) {
        this.ticker = ticker;
        this.secondStartNanos = ticker.nanos();
    }

    /** @return how many events were held back before this one, or -1 if this one is held back */
    long pass() {
        synchronized (lock) {
            long now = ticker.nanos();
            if (now - secondStartNanos > TimeUnit.SECONDS.toNanos(1)) {
                secondStartNanos = now;
                passed = 0;
            }
            if (passed == PER_SECOND) {
                held++;
                return -1;
            }
            passed++;
            long before = held;
            held = 0;
            return before;
        }
    }
}
