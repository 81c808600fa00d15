// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A graph of objects as one text, which is equal for graphs of equal values that are shared in the same places. */
final class Shape {
    private final StringBuilder text = new StringBuilder();
    private final Map<Object, Integer> seen = new IdentityHashMap<>();

    private Shape() {}

    static String of(Object graph) {
        Shape shape = new Shape();
        shape.add(graph);
        return shape.text.toString();
    }

    /** Tells two shapes apart by the place where they differ, as they are long. */
    static void assertSame(String actual, String expected, int step) {
        if (!actual.equals(expected)) {
            int at = Arrays.mismatch(actual.toCharArray(), expected.toCharArray());
            int from = Math.max(0, at - 60);
            assertThat(actual.substring(from, Math.min(actual.length(), at + 60)))
                    .as("step %s, at %s", step, at)
                    .isEqualTo(expected.substring(from, Math.min(expected.length(), at + 60)));
        }
    }

    private void add(Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof Character) {
            text.append(value).append(value == null ? "" : value.getClass().getSimpleName());
        } else if (value instanceof String string) {
            text.append('"').append(string).append('"');
        } else if (value instanceof byte[] bytes) {
            text.append(Arrays.toString(bytes));
        } else if (value instanceof Enum<?> constant) {
            text.append(constant.name());
        } else if (seen.containsKey(value)) {
            text.append('#').append(seen.get(value));
        } else {
            seen.put(value, seen.size());
            text.append(value.getClass().getName());
            addParts(value);
        }
        text.append(';');
    }

    private void addParts(Object value) {
        if (value instanceof Collection<?> collection) {
            collection.forEach(this::add);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, one) -> sorted.put(of(key), one));
            sorted.forEach((key, one) -> {
                text.append(key).append('=');
                add(one);
            });
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                add(Array.get(value, i));
            }
        } else if (ClassFields.isPlatform(value.getClass()) || value instanceof Throwable) {
            text.append(value);
        } else {
            addFields(value);
        }
    }

    private void addFields(Object value) {
        for (Class<?> c = value.getClass(); c != null && !ClassFields.isPlatform(c); c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    try {
                        field.setAccessible(true);
                        text.append(field.getName()).append('=');
                        add(field.get(value));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }
    }
}
