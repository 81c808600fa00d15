// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Date;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps keys cheap: the elements of one hash set or the keys of one hash map. Java's hash tables sort keys of equal hash if
 * their class itself says that it compares with itself: texts and numbers do. Other keys can make them slow, java.sql.Timestamp
 * and LocalDateTime among them, which inherit the comparison; and so can keys that are themselves large.
 */
final class KeyGuard {
    /** In place of a weight of which nothing is known; see {@link #atLeast}. */
    static final long UNKNOWN = -1;

    private static final int WATCHED_FROM = 256;
    private static final int USUAL_PER = 1 << 14;
    private static final int USUAL_FACTOR = 8;
    /** Objects of the application mostly differ in their first fields, even those that all have the same hash. */
    private static final int ENDS_EARLY = 16;
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

    private final KeyWalk walk;
    private final boolean sorts;
    private final boolean hashes;
    private final @Nullable Collection<?> searched;
    private int others;
    private @Nullable HashCounts counts;

    private KeyGuard(KeyWalk walk, boolean sorts, boolean hashes, @Nullable Collection<?> searched) {
        this.walk = walk;
        this.sorts = sorts;
        this.hashes = hashes;
        this.searched = searched;
    }

    static KeyGuard of(Map<?, ?> map, KeyWalk walk) {
        // The two hash tables that keep equal hashes in a chain.
        boolean chains = map instanceof Hashtable || map instanceof WeakHashMap;
        return new KeyGuard(walk, !chains, !(map instanceof SortedMap || map instanceof IdentityHashMap), null);
    }

    /** The weight of a key that could not be counted while it was read, at least not all of it; and back again. */
    static long atLeast(long weight) {
        return -1 - weight;
    }

    /** Null if the collection does not look its elements up. */
    static @Nullable KeyGuard of(Collection<?> collection, KeyWalk walk) {
        if (collection instanceof CopyOnWriteArraySet<?>) {
            // Compares an element with all others.
            return new KeyGuard(walk, false, false, collection);
        }
        return collection instanceof Set<?> ? new KeyGuard(walk, true, !(collection instanceof SortedSet), null) : null;
    }

    /**
     * Checks a key before it is put in.
     *
     * @param weight the number of values in it, or what {@link #atLeast} gives
     */
    void check(@Nullable Object key, long weight) {
        if (sorts && (key == null || key instanceof String)) {
            return;
        }
        if (key == null || isPlain(key)) {
            if (!sorts) {
                before(key);
            }
            return;
        }
        // First the weight, as the next step hashes.
        long cost = weigh(key, weight);
        int before = before(key);
        if (before > 0) {
            // The key is compared with each of them, and may differ only at its end.
            walk.budget().compare(ClassFields.isPlatform(key.getClass()) ? cost * before : cost * before / ENDS_EARLY);
        }
    }

    private long weigh(Object key, long weight) {
        if (weight >= 0) {
            walk.budget().hash(weight);
            return weight;
        }
        if (atLeast(weight) > Limits.HASH_STEPS) {
            throw walk.budget().tooDear();
        }
        return walk.steps(key);
    }

    /** The number of keys that a new one is compared with. */
    private int before(@Nullable Object key) {
        if (searched != null) {
            walk.budget().steps(searched.size());
            return searched.size();
        }
        if (!hashes || key == null) {
            return 0;
        }
        if (counts == null) {
            counts = new HashCounts();
        }
        int before = counts.count(key.hashCode());
        if (++others >= WATCHED_FROM) {
            // Hashes of the application that meet now and then are no attack.
            walk.budget().steps(Math.max(0, before - USUAL_FACTOR * (others / USUAL_PER + 1)));
        }
        return before;
    }

    // The hashes of constants and classes are not the peer's to choose.
    private static boolean isPlain(Object key) {
        return SORTED.contains(key.getClass()) || key instanceof Enum<?> || key instanceof Class<?>;
    }
}
