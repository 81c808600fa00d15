// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts what hashCode of a key will walk over before it is asked for: lists of twice the same list, sixty deep, are a few hundred
 * bytes and would be walked for ever. Follows values in the order in which they are made. Confined to a thread.
 *
 * <p>What a peer itself sends as a key was counted when it was decoded. This is for what becomes a key here: the items of a list
 * that is meant for a set, and the keys of described maps.
 */
final class HashCost {
    private static final long MOST_STEPS = 16_000_000;
    /** Where a key leads back to what it is put in, a hashCode may go around until the stack ends, so this times some thousands. */
    private static final long MOST_AROUND = 1 << 16;
    /** Objects of the application mostly differ in their first fields, even those that all have the same hash. */
    private static final int ENDS_EARLY = 16;

    private static final long SATURATED = 1L << 60;
    private static final int TEXT_SHIFT = 6;
    /** Cheap to hash, and sorted by hash tables where hashes are equal. */
    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Integer.class,
            Long.class,
            Short.class,
            Byte.class,
            Character.class,
            Boolean.class,
            Double.class,
            Float.class,
            UUID.class);

    private final IdentityHashMap<Object, Weight> finished = new IdentityHashMap<>();
    /** Values so far, shared ones as often as they are referred to. */
    private long work;
    /** References so far to what was not finished then, counted likewise. */
    private long ties;

    private long steps;

    private record Weight(long work, long ties) {}

    long work() {
        return work;
    }

    long ties() {
        return ties;
    }

    /** A value without parts. */
    void scalar(Object value) {
        add(value instanceof String text ? 1 + (text.length() >> TEXT_SHIFT) : 1, 0);
    }

    /** A value with parts, all of which are there; given {@link #work} and {@link #ties} when it was begun. */
    void made(Object value, long workBefore, long tiesBefore) {
        add(1, 0);
        finished.put(value, new Weight(work - workBefore, ties - tiesBefore));
    }

    /** A value with parts that was begun before. */
    void again(Object value) {
        Weight known = finished.get(value);
        if (known == null) {
            add(1, 1);
        } else {
            add(known.work, known.ties);
        }
    }

    private void add(long moreWork, long moreTies) {
        work = Math.min(SATURATED, work + moreWork);
        ties = Math.min(SATURATED, ties + moreTies);
    }

    private void step(long more) {
        steps += more;
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException("the keys of its maps and sets cost too much to hash or compare");
        }
    }

    /** The keys of one container: each is begun, ended, and checked before it is put in. */
    final class Keys {
        private final boolean hashes;
        private @Nullable Map<Integer, Integer> counts;
        private long workBefore;
        private long tiesBefore;
        private long weight;
        private long leadingBack;

        /** {@code hashes} is false for a container that sorts. */
        Keys(boolean hashes) {
            this.hashes = hashes;
        }

        void begin() {
            workBefore = work;
            tiesBefore = ties;
        }

        void end() {
            // After so much, the difference tells nothing of the key.
            weight = work == SATURATED ? SATURATED : Math.max(1, work - workBefore);
            leadingBack = ties - tiesBefore;
        }

        /**
         * Before the key is put in.
         *
         * @throws IllegalArgumentException if it costs too much
         */
        void check(@Nullable Object key) {
            if (key == null || PLAIN.contains(key.getClass())) {
                return;
            }
            boolean list = key instanceof Collection || key instanceof Map;
            long cost = weight;
            if (leadingBack > 0) {
                if (list || work > MOST_AROUND) {
                    throw new IllegalArgumentException("it refers to itself where that cannot be");
                }
                cost += Math.min(MOST_STEPS, leadingBack) * work;
            }
            step(cost);
            if (hashes) {
                if (counts == null) {
                    counts = new HashMap<>();
                }
                int before = counts.merge(key.hashCode(), 1, Integer::sum) - 1;
                // Compared with each of them.
                step(list ? cost * before : cost * before / ENDS_EARLY);
            }
        }
    }
}
