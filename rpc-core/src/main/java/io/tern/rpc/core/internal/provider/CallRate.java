// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.core.internal.settings.WholeParameter;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code tps}: so many calls of one method within an interval. The first call after the end of one interval begins the next.
 * Thread-safe.
 */
final class CallRate {
    /** Of 0 or less there is no limit, as in Dubbo. */
    static final WholeParameter LIMIT = new WholeParameter("tps", Integer.MIN_VALUE, 0);
    /** In milliseconds. */
    static final WholeParameter INTERVAL = new WholeParameter("tps.interval", 1, 60_000);

    private final int limit;
    private final long intervalMillis;
    private int calls; // guarded by this
    private long sinceNanos; // guarded by this

    CallRate(int limit, long intervalMillis) {
        this.limit = limit;
        this.intervalMillis = intervalMillis;
    }

    /** What the parameters of a service or method say; null if there is no limit. */
    static @Nullable CallRate of(Map<String, String> parameters) {
        int limit = LIMIT.of(parameters);
        return limit <= 0 ? null : new CallRate(limit, INTERVAL.of(parameters));
    }

    int limit() {
        return limit;
    }

    long intervalMillis() {
        return intervalMillis;
    }

    /** Counts a call; false if it is one too many, which does not count. */
    synchronized boolean allows(long nowNanos) {
        if (calls == 0 || nowNanos - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(intervalMillis)) {
            sinceNanos = nowNanos;
            calls = 0;
        }
        if (calls == limit) {
            return false;
        }
        calls++;
        return true;
    }
}
