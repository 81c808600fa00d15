// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.spi.MethodDescriptor;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one result of several. Results that are null are left out. */
@FunctionalInterface
interface Merger {
    /** The names that can be written, besides a dot and the name of a method. */
    Set<String> NAMES = Set.of(
            "true", "default", "array", "list", "set", "map", "boolean", "byte", "char", "short", "int", "long",
            "float", "double");

    /** The merged result; {@code values} has one entry for each part. */
    @Nullable
    Object merge(List<@Nullable Object> values);

    /** What {@code merger="…"} means for a method; null if it means nothing there. */
    static @Nullable Merger of(String text, MethodDescriptor method) {
        Class<?> type = method.resultType();
        if (text.startsWith(".")) {
            Method own = method(text.substring(1), type);
            return own == null ? null : values -> byMethod(own, values);
        } else if (!NAMES.contains(text)) {
            return null;
        } else if (type == void.class || type == Void.class) {
            return values -> null;
        }
        boolean any = text.equals("true") || text.equals("default");
        if (type.isArray()) {
            Class<?> item = type.getComponentType();
            boolean named = text.equals("array") || (item.isPrimitive() && text.equals(item.getName()));
            return any || named ? values -> array(item, values) : null;
        } else if (Map.class.isAssignableFrom(type) && type.isAssignableFrom(LinkedHashMap.class)) {
            return any || text.equals("map") ? Merger::map : null;
        } else if (Set.class.isAssignableFrom(type) && type.isAssignableFrom(LinkedHashSet.class)) {
            return any || text.equals("set") ? values -> collected(new LinkedHashSet<>(), values) : null;
        } else if (Iterable.class.isAssignableFrom(type) && type.isAssignableFrom(ArrayList.class)) {
            return any || text.equals("list") ? values -> collected(new ArrayList<>(), values) : null;
        }
        return any ? sum(MethodType.methodType(type).wrap().returnType()) : null;
    }

    /** A public method of the type that takes another value of it. */
    private static @Nullable Method method(String name, Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getName().equals(name)
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isAssignableFrom(type))
                // The nearest one: List.addAll(Collection), not a method that takes any object.
                .min((one, other) -> Boolean.compare(
                        one.getParameterTypes()[0].isAssignableFrom(other.getParameterTypes()[0]),
                        other.getParameterTypes()[0].isAssignableFrom(one.getParameterTypes()[0])))
                .orElse(null);
    }

    /** As in Dubbo: what the method returns is the result so far if it fits, otherwise the first value has changed. */
    private static @Nullable Object byMethod(Method method, List<@Nullable Object> values) {
        Object merged = null;
        for (Object value : values) {
            if (merged == null || value == null) {
                merged = merged == null ? value : merged;
                continue;
            }
            Object returned = call(method, merged, value);
            merged = method.getReturnType().isInstance(merged) ? returned : merged;
        }
        return merged;
    }

    private static @Nullable Object call(Method method, Object target, Object value) {
        try {
            method.trySetAccessible();
            return method.invoke(target, value);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The merger " + method + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The merger " + method + " cannot be called", e);
        }
    }

    private static Object array(Class<?> item, List<@Nullable Object> values) {
        int length = 0;
        for (Object value : values) {
            length += value == null ? 0 : Array.getLength(value);
        }
        Object merged = Array.newInstance(item, length);
        int from = 0;
        for (Object value : values) {
            if (value != null) {
                System.arraycopy(value, 0, merged, from, Array.getLength(value));
                from += Array.getLength(value);
            }
        }
        return merged;
    }

    private static Object map(List<@Nullable Object> values) {
        Map<Object, Object> merged = new LinkedHashMap<>();
        for (Object value : values) {
            if (value != null) {
                merged.putAll((Map<?, ?>) value);
            }
        }
        return merged;
    }

    private static Object collected(Collection<Object> merged, List<@Nullable Object> values) {
        for (Object value : values) {
            if (value != null) {
                ((Iterable<?>) value).forEach(merged::add);
            }
        }
        return merged;
    }

    /** Null for types that are no numbers. */
    private static @Nullable Merger sum(Class<?> type) {
        if (type == Integer.class) {
            return values -> Math.toIntExact(whole(values));
        } else if (type == Long.class) {
            return Merger::whole;
        } else if (type == Double.class) {
            return Merger::fraction;
        }
        return null;
    }

    private static long whole(List<@Nullable Object> values) {
        return values.stream()
                .filter(Objects::nonNull)
                .mapToLong(value -> ((Number) value).longValue())
                .reduce(0, Math::addExact);
    }

    private static double fraction(List<@Nullable Object> values) {
        return values.stream()
                .filter(Objects::nonNull)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .sum();
    }
}
