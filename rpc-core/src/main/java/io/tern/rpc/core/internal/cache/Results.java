// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cache;

import io.tern.rpc.spi.Ticker;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The results of one method, of which the one that was not asked for longest makes room for the next. Thread-safe. */
final class Results {
    private final Map<Object, Kept> entries; // guarded by itself
    private final long lifeNanos;
    private final Ticker ticker;

    private record Kept(Object result, long sinceNanos) {}

    /**
     * Nothing yet.
     *
     * @param size most results, 1 or more
     * @param lifeNanos how long one counts; 0: for ever
     */
    Results(int size, long lifeNanos, Ticker ticker) {
        this.lifeNanos = lifeNanos;
        this.ticker = ticker;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Kept> eldest) {
                return size() > size;
            }
        };
    }

    /** What was kept under an equal key; null if nothing, or nothing that still counts. */
    @Nullable
    Object find(Object key) {
        synchronized (entries) {
            Kept kept = entries.get(key);
            if (kept == null) {
                return null;
            }
            if (lifeNanos > 0 && ticker.nanos() - kept.sinceNanos() >= lifeNanos) {
                entries.remove(key);
                return null;
            }
            return kept.result();
        }
    }

    void keep(Object key, Object result) {
        Kept kept = new Kept(result, lifeNanos > 0 ? ticker.nanos() : 0);
        synchronized (entries) {
            entries.put(key, kept);
        }
    }
}
