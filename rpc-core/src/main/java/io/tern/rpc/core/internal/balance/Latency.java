// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import java.util.concurrent.TimeUnit;

/**
 * How long a provider usually takes: a moving average, of which half is forgotten with each second without a result, so that
 * a provider that is avoided gets its next chance. Thread-safe; of results that arrive at one moment one can be lost.
 */
final class Latency {
    /** There was no answer yet. */
    static final long UNKNOWN = 0;

    private static final long HALF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** What a new answer counts for beside those before it: one quarter. */
    private static final int MEMORY = 4;

    private volatile long averageNanos = UNKNOWN;
    private volatile long updatedNanos;

    /** 1 or more, or {@link #UNKNOWN}. */
    long nanos(long nowNanos) {
        long average = averageNanos;
        if (average == UNKNOWN) {
            return UNKNOWN;
        }
        long halvings = Math.max(0, (nowNanos - updatedNanos) / HALF_LIFE_NANOS);
        return Math.max(1, average >> Math.min(Long.SIZE - 1, halvings));
    }

    void answered(long elapsedNanos, long nowNanos) {
        long average = averageNanos;
        boolean isOld = average == UNKNOWN || nowNanos - updatedNanos >= HALF_LIFE_NANOS;
        averageNanos = Math.max(1, isOld ? elapsedNanos : average + (elapsedNanos - average) / MEMORY);
        updatedNanos = nowNanos;
    }

    /** A provider that fails at once is not fast: its average stays as it is, and is not forgotten either. */
    void failed(long elapsedNanos, long nowNanos) {
        long average = averageNanos;
        if (average != UNKNOWN) {
            answered(Math.max(average, elapsedNanos), nowNanos);
        }
    }
}
