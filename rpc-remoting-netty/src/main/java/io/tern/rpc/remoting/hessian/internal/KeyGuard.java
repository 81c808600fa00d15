// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Date;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps keys cheap: the elements of one hash set or the keys of one hash map. Java's hash tables sort keys of equal hash if
 * their class itself says that it compares with itself: texts and numbers do. Other keys can make them slow, java.sql.Timestamp
 * and LocalDateTime among them, which inherit the comparison; and so can keys that are themselves large.
 */
final class KeyGuard {
    private static final int BINS_FROM = 256;
    private static final int BINS = 1 << 14;
    private static final int USUAL_FACTOR = 8;
    /** What hash tables sort, by an order in which only equal keys are equal. */
    private static final Set<Class<?>> SORTED = Set.of(
            String.class,
            Character.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            Date.class,
            UUID.class);

    private final Budget budget;
    private final boolean sorts;
    private int others;
    private int @Nullable [] bins;

    private KeyGuard(Budget budget, boolean sorts) {
        this.budget = budget;
        this.sorts = sorts;
    }

    static KeyGuard of(Map<?, ?> map, Budget budget) {
        // The one hash table that keeps equal hashes in a chain.
        return new KeyGuard(budget, !(map instanceof Hashtable));
    }

    /** Null if the collection does not look its elements up. */
    static @Nullable KeyGuard of(Collection<?> collection, Budget budget) {
        return collection instanceof Set<?> ? new KeyGuard(budget, true) : null;
    }

    /** Checks an element before it is added to a collection that compares it with all others. */
    static void search(Collection<?> collection, Budget budget) {
        if (collection instanceof CopyOnWriteArraySet<?>) {
            budget.steps(collection.size());
        }
    }

    /** Checks a key before it is put in; {@code weight} is the number of values in it. */
    void check(@Nullable Object key, long weight) {
        if (key == null || (sorts && key instanceof String)) {
            return;
        }
        if (!isPlain(key)) {
            // First the weight, as the next step hashes.
            budget.hash(weight);
        } else if (sorts) {
            return;
        }
        if (++others >= BINS_FROM) {
            if (bins == null) {
                bins = new int[BINS];
            }
            int hash = key.hashCode();
            int before = bins[(hash ^ hash >>> 14) & BINS - 1]++;
            // Many keys share bins anyhow; only what is far beyond that comes from hashes that are equal.
            budget.steps(Math.max(0, before - USUAL_FACTOR * (others / BINS + 1)));
        }
    }

    // The hashes of constants and classes are not the peer's to choose.
    private static boolean isPlain(Object key) {
        return SORTED.contains(key.getClass()) || key instanceof Enum<?> || key instanceof Class<?>;
    }
}
