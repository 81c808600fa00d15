// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts, numbers, lists and maps out of objects: the form in which generic calls travel. Thread-safe.
 *
 * <p>An object becomes a map of its properties and of its class's name, an enum constant its name, a value of
 * {@code java.time} the text that its class parses; other values of the JDK stay what they are. What is contained several times becomes one map, so that cycles stay cycles.
 */
public final class PlainValues {
    private static final int DEEPEST = 500;

    private final BeanShapes shapes = new BeanShapes();

    /**
     * The plain form.
     *
     * @throws IllegalArgumentException with the reason if there is none: a getter that throws, or too deep a nesting
     */
    public @Nullable Object of(@Nullable Object value) {
        try {
            return new Walk().of(value, 0);
        } catch (StackOverflowError e) {
            // A set of objects that contain it, say: their maps have no hash code.
            throw new IllegalArgumentException("it contains itself where that cannot be", e);
        }
    }

    /** One value with all that it contains. */
    private final class Walk {
        private final IdentityHashMap<Object, Object> made = new IdentityHashMap<>();

        @Nullable
        Object of(@Nullable Object value, int depth) {
            if (value == null || isPlain(value)) {
                return value;
            } else if (value instanceof Enum<?> constant) {
                return constant.name();
            } else if (value instanceof Class<?> type) {
                return type.getName();
            } else if (value.getClass().getPackageName().equals("java.time")) {
                return value.toString(); // as Dubbo does from 2.7 on, for the few of them that it knows
            }
            Object known = made.get(value);
            if (known != null) {
                return known;
            }
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("it is nested more than " + DEEPEST + " deep");
            }
            if (value.getClass().isArray()) {
                return array(value, depth);
            } else if (value instanceof Collection<?> items) {
                return collection(items, depth);
            } else if (value instanceof Map<?, ?> entries) {
                return map(entries, depth);
            }
            return isOfJdk(value) ? value : bean(value, depth);
        }

        private Object array(Object array, int depth) {
            Class<?> item = array.getClass().getComponentType();
            int length = Array.getLength(array);
            if (item.isEnum()) {
                @Nullable String[] names = new @Nullable String[length];
                for (int i = 0; i < length; i++) {
                    Object constant = Array.get(array, i);
                    names[i] = constant == null ? null : ((Enum<?>) constant).name();
                }
                return names;
            }
            if (item.isPrimitive() || item == String.class || Number.class.isAssignableFrom(item)) {
                return array;
            }
            @Nullable Object[] items = new @Nullable Object[length];
            made.put(array, items);
            for (int i = 0; i < length; i++) {
                items[i] = of(Array.get(array, i), depth + 1);
            }
            return items;
        }

        private Object collection(Collection<?> items, int depth) {
            Collection<@Nullable Object> plain =
                    items instanceof Set ? new LinkedHashSet<>() : new ArrayList<>(items.size());
            made.put(items, plain);
            for (Object each : items) {
                plain.add(of(each, depth + 1));
            }
            return plain;
        }

        @SuppressWarnings("NullAway") // A map may have null for a key, and this kind takes it.
        private Object map(Map<?, ?> entries, int depth) {
            Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
            made.put(entries, plain);
            entries.forEach((key, value) -> plain.put(of(key, depth + 1), of(value, depth + 1)));
            return plain;
        }

        private Object bean(Object bean, int depth) {
            Class<?> type = bean.getClass();
            Map<Object, @Nullable Object> plain = new HashMap<>();
            made.put(bean, plain);
            if (!type.isHidden() && !type.isSynthetic()) {
                plain.put(Realization.CLASS, type.getName());
            }
            for (BeanShapes.Reader reader : shapes.of(type).readers()) {
                boolean ofJvm = reader.isOfJvm(bean);
                Object value = ofJvm ? null : reader.value(bean);
                if (!ofJvm && (value != null || !reader.isField())) {
                    plain.put(reader.name(), of(value, depth + 1));
                }
            }
            return plain;
        }
    }

    static boolean isPlain(Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof java.util.Date;
    }

    /** Values that every serialization has a form for, while their getters would give none that means anything. */
    static boolean isOfJdk(Object value) {
        return value instanceof Calendar
                || (value.getClass().getName().startsWith("java.") && !(value instanceof Throwable));
    }
}
