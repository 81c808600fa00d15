// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Keeps keys cheap: the elements of one hash set or the keys of one hash map. Java's hash tables sort equal hashes of
 * Comparable keys, so only other keys can make them slow, and so can keys that are themselves large.
 */
final class KeyGuard {
    private static final int BINS_FROM = 256;
    private static final int BINS = 1 << 14;
    private static final int USUAL_FACTOR = 8;

    private final Budget budget;
    private int others;
    private int @Nullable [] bins;

    KeyGuard(Budget budget) {
        this.budget = budget;
    }

    /** Checks a key before it is put in; {@code weight} is the number of values in it. */
    void check(@Nullable Object key, long weight) {
        if (key == null || isPlain(key)) {
            return;
        }
        // First the weight, as the next step hashes.
        budget.hash(weight);
        if (key instanceof Comparable<?>) {
            return;
        }
        if (++others >= BINS_FROM) {
            if (bins == null) {
                bins = new int[BINS];
            }
            int hash = key.hashCode();
            int before = bins[(hash ^ hash >>> 14) & BINS - 1]++;
            // Many keys share bins anyhow; only what is far beyond that comes from hashes that are equal.
            budget.collide(Math.max(0, before - USUAL_FACTOR * (others / BINS + 1)));
        }
    }

    private static boolean isPlain(Object key) {
        return key instanceof String
                || key instanceof Number
                || key instanceof Boolean
                || key instanceof Character
                || key instanceof Enum<?>
                || key instanceof Date
                || key instanceof Class<?>;
    }
}
