// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A canonical text of a value: equal texts mean that two values are equal as far as the protocol promises it, also in two processes.
 *
 * <p>Classes of beans, enums and boxed values count, and so do identities (an object met again is written as {@code #n}) and the order of
 * lists and ordered maps. The implementation class of a list, set or map does not count, since the protocol does not keep it.
 */
public final class Description {
    private static final int LONGEST_TEXT = 120;
    private static final String BEANS = "io.tern.rpc.interop.";

    private final StringBuilder text = new StringBuilder();
    private final Map<Object, Integer> met = new IdentityHashMap<>();

    private Description() {}

    /** Describes a value. Elements of sets and keys of unordered maps must be simple values. */
    public static String of(@Nullable Object value) {
        Description description = new Description();
        description.add(value);
        return description.text.toString();
    }

    private void add(@Nullable Object value) {
        if (value == null) {
            text.append("null");
        } else if (value instanceof String string) {
            addString(string);
        } else if (value instanceof Character character) {
            text.append("Character:").append((int) character);
        } else if (value instanceof Enum<?> constant) {
            text.append(constant.getDeclaringClass().getSimpleName())
                    .append('.')
                    .append(constant.name());
        } else if (value instanceof Date date) {
            text.append(value.getClass().getSimpleName()).append(':').append(date.getTime());
        } else if (!firstMeeting(value)) {
            text.append('#').append(met.get(value));
        } else if (value instanceof byte[] bytes) {
            CRC32 sum = new CRC32();
            sum.update(bytes);
            text.append("byte[").append(bytes.length).append("]crc").append(sum.getValue());
        } else if (value.getClass().isArray()) {
            addArray(value);
        } else if (value instanceof Set<?> set) {
            addSorted("Set", set);
        } else if (value instanceof Collection<?> collection) {
            text.append("List[");
            collection.forEach(element -> add(element, ", "));
            text.append(']');
        } else if (value instanceof Map<?, ?> map) {
            addMap(map);
        } else if (value.getClass().getName().startsWith(BEANS)) {
            addBean(value);
        } else {
            text.append(value.getClass().getSimpleName()).append(':').append(value);
        }
    }

    private void add(@Nullable Object value, String separator) {
        add(value);
        text.append(separator);
    }

    /** Values whose identity means nothing are always met for the first time. */
    private boolean firstMeeting(Object value) {
        boolean identified = value.getClass().isArray()
                || value instanceof Collection
                || value instanceof Map
                || (value.getClass().getName().startsWith(BEANS)
                        && !value.getClass().isRecord());
        if (!identified) {
            return true;
        }
        Integer earlier = met.putIfAbsent(value, met.size());
        return earlier == null;
    }

    private void addString(String value) {
        if (value.length() <= LONGEST_TEXT) {
            text.append('"');
            for (int i = 0; i < value.length(); i++) {
                char unit = value.charAt(i);
                if (unit >= ' ' && unit < 127) {
                    text.append(unit);
                } else {
                    text.append(String.format("\\u%04x", (int) unit));
                }
            }
            text.append('"');
        } else {
            CRC32 sum = new CRC32();
            for (int i = 0; i < value.length(); i++) {
                sum.update(value.charAt(i) >> 8);
                sum.update(value.charAt(i));
            }
            text.append("String[").append(value.length()).append("]crc").append(sum.getValue());
        }
    }

    private void addArray(Object array) {
        text.append(array.getClass().getComponentType().getSimpleName()).append("[]{");
        for (int i = 0; i < Array.getLength(array); i++) {
            add(Array.get(array, i), ", ");
        }
        text.append('}');
    }

    private void addSorted(String kind, Collection<?> elements) {
        List<String> texts = new ArrayList<>();
        elements.forEach(element -> texts.add(of(element)));
        Collections.sort(texts);
        text.append(kind).append(texts);
    }

    private void addMap(Map<?, ?> map) {
        if (map instanceof LinkedHashMap || map instanceof SortedMap) {
            text.append("Ordered{");
            map.forEach((key, value) -> {
                add(key, "=");
                add(value, ", ");
            });
        } else {
            Map<String, Object> byText = new java.util.TreeMap<>();
            map.forEach((key, value) -> byText.put(of(key), value == null ? NullValue.ONLY : value));
            text.append("Map{");
            byText.forEach((key, value) -> {
                text.append(key).append('=');
                add(value == NullValue.ONLY ? null : value, ", ");
            });
        }
        text.append('}');
    }

    private void addBean(Object bean) {
        text.append(bean.getClass().getSimpleName()).append('{');
        for (Class<?> type = bean.getClass();
                type != null && type.getName().startsWith(BEANS);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    text.append(field.getName()).append('=');
                    add(valueOf(field, bean), ", ");
                }
            }
        }
        if (bean instanceof Throwable failure) {
            text.append("message=")
                    .append(failure.getMessage())
                    .append(", cause=")
                    .append(failure.getCause());
        }
        text.append('}');
    }

    private static @Nullable Object valueOf(Field field, Object bean) {
        try {
            field.setAccessible(true);
            Object value = field.get(bean);
            // hessian-lite writes fields past the JVM's type checks: a field can hold what its type forbids.
            if (value != null
                    && !field.getType().isPrimitive()
                    && !field.getType().isInstance(value)) {
                throw new IllegalStateException(
                        "The field " + field + " holds a " + value.getClass().getName() + ".");
            }
            return value;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalStateException("Cannot read " + field + " of an interoperability value.", e);
        }
    }

    private enum NullValue {
        ONLY
    }
}
