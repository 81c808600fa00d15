// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.File;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts what hashCode of a key will walk over, by walking there before it. Needed for keys that refer to what is not finished or
 * was not when they were read: such a reference is one value in the bytes, and what it refers to grows.
 *
 * <p>The walk counts every way that a hashCode could take: shared parts again and again, and all fields of the application's
 * objects. It only does not go in a circle. Nor does a hashCode that comes to an end, as a child's that leaves out its parent; one
 * that does go there ends with the stack.
 */
final class KeyWalk {
    /** More than a stack has room for. */
    private static final int LEVELS = 16 * Limits.DEPTH;
    /** What lies on a circle: before the stack ends it is walked over some thousand times, by who does not leave out a part. */
    private static final long CIRCLE_STEPS = 1 << 16;
    /** As {@link #CIRCLE_STEPS} where nobody leaves out a part. */
    private static final long SURE_CIRCLE_STEPS = 1 << 12;
    /** Bytes of a text that are compared as fast as a small value. */
    private static final int TEXT_SHIFT = 6;

    private static final int BITS_SHIFT = 7;
    private static final List<Field> NONE = List.of();

    private final Budget budget;
    private final Map<Class<?>, List<Field>> fields = new HashMap<>();

    /** An object on the way, or behind it; then {@code steps} is what each way through it costs. */
    private static final class Level {
        private final @Nullable Level above;
        private final Object object;
        private final Iterator<?> parts;
        private final int depth;
        // How many objects up to here may leave out parts when they hash.
        private final int loose;
        private long steps;
        private boolean open = true;
        // The uppermost level that something here leads back to, and what the circle may cost.
        private int back = Integer.MAX_VALUE;
        private long most = CIRCLE_STEPS;

        private Level(@Nullable Level above, Object object, Iterator<?> parts, long steps) {
            this.above = above;
            this.object = object;
            this.parts = parts;
            this.depth = above == null ? 0 : above.depth + 1;
            this.loose = (above == null ? 0 : above.loose) + (passesOn(object) ? 0 : 1);
            this.steps = steps;
        }

        private static boolean passesOn(Object object) {
            return object instanceof List<?>
                    || object instanceof Set<?>
                    || object instanceof Map<?, ?>
                    || object instanceof Map.Entry<?, ?>;
        }

        private void add(Level known) {
            if (!known.open) {
                steps += known.steps;
                return;
            }
            steps++;
            back = Math.min(back, known.depth);
            if (passesOn(known.object) && loose == known.loose) {
                most = SURE_CIRCLE_STEPS;
            }
        }
    }

    KeyWalk(Budget budget) {
        this.budget = budget;
    }

    Budget budget() {
        return budget;
    }

    /** The number of values that hashCode walks over; they are taken from the budget. */
    long steps(Object key) {
        // Not by recursion: references can join objects to what is deeper than any stack.
        IdentityHashMap<Object, Level> met = new IdentityHashMap<>();
        Level root = new Level(null, this, List.of(key).iterator(), 0);
        Level level = root;
        long walked = 0;
        while (level != root || root.parts.hasNext()) {
            if (level.parts.hasNext()) {
                budget.hash(1);
                walked++;
                level = step(level, level.parts.next(), met);
            } else {
                level = end(level, met);
            }
            if (level.steps > Limits.HASH_STEPS || level.depth > LEVELS) {
                throw budget.tooDear();
            }
        }
        budget.hash(Math.max(0, root.steps - walked));
        return root.steps;
    }

    private Level step(Level level, @Nullable Object part, IdentityHashMap<Object, Level> met) {
        Level known = part == null ? null : met.get(part);
        if (known != null) {
            level.add(known);
            return level;
        }
        Iterator<?> inside = part == null ? null : parts(part);
        if (part == null || inside == null) {
            level.steps += cost(part);
            return level;
        }
        Level below = new Level(level, part, inside, cost(part));
        met.put(part, below);
        return below;
    }

    private Level end(Level level, IdentityHashMap<Object, Level> met) {
        Level above = Objects.requireNonNull(level.above);
        if (level.back <= level.depth && level.steps > level.most) {
            throw budget.tooDear();
        }
        if (level.back < level.depth) {
            // On another way to this object, what was left out as a circle may be none.
            met.remove(level.object);
            above.back = Math.min(above.back, level.back);
            above.most = Math.min(above.most, level.most);
        }
        level.open = false;
        above.steps += level.steps;
        return above;
    }

    /** What hashCode and equals of an object pass on to; null if it has no parts. */
    private @Nullable Iterator<?> parts(Object object) {
        if (object instanceof Collection<?> collection) {
            return collection.isEmpty() ? null : collection.iterator();
        }
        if (object instanceof Map<?, ?> map) {
            if (map.isEmpty()) {
                return null;
            }
            List<@Nullable Object> parts = new ArrayList<>(2 * map.size());
            map.forEach((key, value) -> {
                parts.add(key);
                parts.add(value);
            });
            return parts.iterator();
        }
        if (object instanceof Map.Entry<?, ?> entry) {
            return Arrays.asList(entry.getKey(), entry.getValue()).iterator();
        }
        if (object instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        List<Field> own = ClassFields.isPlatform(object.getClass()) || object instanceof Enum<?>
                ? NONE
                : fields.computeIfAbsent(object.getClass(), KeyWalk::fields);
        if (own.isEmpty()) {
            return null;
        }
        List<@Nullable Object> parts = new ArrayList<>(own.size());
        for (Field field : own) {
            try {
                parts.add(field.get(object));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return parts.iterator();
    }

    private static List<Field> fields(Class<?> type) {
        if (isComparedByIdentity(type)) {
            return NONE;
        }
        List<Field> fields = new ArrayList<>();
        // What cannot be reached was not filled from bytes, but made by a readResolve.
        for (Field field : ClassFields.declared(type)) {
            if (!field.getType().isPrimitive() && field.trySetAccessible()) {
                fields.add(field);
            }
        }
        return fields;
    }

    private static boolean isComparedByIdentity(Class<?> type) {
        try {
            return type.getMethod("hashCode").getDeclaringClass() == Object.class
                    && type.getMethod("equals", Object.class).getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    // Nearly all values cost one step. A few can be so long that they cost more each time they are compared.
    private static long cost(@Nullable Object value) {
        if (value instanceof String text) {
            return 1L + (text.length() >> TEXT_SHIFT);
        }
        if (value instanceof BigInteger number) {
            return 1L + (number.bitLength() >> BITS_SHIFT);
        }
        if (value instanceof BigDecimal number) {
            return 1L + (number.unscaledValue().bitLength() >> BITS_SHIFT);
        }
        if (value instanceof BitSet bits) {
            return 1L + (bits.size() >> BITS_SHIFT);
        }
        if (value instanceof File file) {
            return cost(file.getPath());
        }
        if (value instanceof URI uri) {
            return cost(uri.toString());
        }
        if (value instanceof InetSocketAddress address) {
            return cost(address.getHostString());
        }
        if (value instanceof StackTraceElement element) {
            return cost(element.getClassName()) + cost(element.getMethodName()) + cost(element.getFileName());
        }
        boolean numbers = value != null && value.getClass().isArray() && !(value instanceof Object[]);
        return numbers ? 1L + Array.getLength(value) : 1;
    }
}
