// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one warning a second of its kind through and counts the others. Thread-safe. */
public final class RepeatedWarning {
    /** What {@link #due} returns while it is too early. */
    public static final long NOT_DUE = -1;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Ticker ticker;
    private final AtomicLong nextNanos;
    private final AtomicLong held = new AtomicLong();

    public RepeatedWarning(Ticker ticker) {
        this.ticker = ticker;
        this.nextNanos = new AtomicLong(ticker.nanos());
    }

    /** How many warnings were held back since the last one if this one is to be logged; otherwise {@link #NOT_DUE}. */
    public long due() {
        long now = ticker.nanos();
        long next = nextNanos.get();
        if (now - next >= 0 && nextNanos.compareAndSet(next, now + PAUSE_NANOS)) {
            return held.getAndSet(0);
        }
        held.incrementAndGet();
        return NOT_DUE;
    }
}
