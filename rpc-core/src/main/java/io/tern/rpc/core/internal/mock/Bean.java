// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes objects of simple classes: records, and classes with a constructor without parameters and setters or fields. */
final class Bean {
    private Bean() {}

    /**
     * An object with these values; what is not there keeps what the constructor gave it, or zero.
     *
     * @throws IllegalArgumentException with the reason if there can be none
     */
    static Object of(Map<?, ?> values, Class<?> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type.isEnum() || isOfJdk(type)) {
            throw new IllegalArgumentException(
                    "no object of " + type.getTypeName() + " can be made from names and values");
        }
        try {
            return type.isRecord() ? ofRecord(values, type) : ofClass(values, type);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getTypeName() + " refuses these values", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    type.getTypeName() + " has no constructor without parameters that can be called", e);
        }
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.isPrimitive() || type.isArray() || type.getName().startsWith("java.");
    }

    private static Object ofRecord(Map<?, ?> values, Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        int used = 0;
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            used += values.containsKey(name) ? 1 : 0;
            Object value = TypedValue.of(values.get(name), components[i].getGenericType());
            arguments[i] = value == null && types[i].isPrimitive() ? TypedValue.empty(types[i]) : value;
        }
        if (used < values.size()) {
            for (Object name : values.keySet()) {
                if (Stream.of(components)
                        .noneMatch(component -> component.getName().equals(name))) {
                    throw unknown(type, name);
                }
            }
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.trySetAccessible();
        return constructor.newInstance(arguments);
    }

    private static Object ofClass(Map<?, ?> values, Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.trySetAccessible();
        Object bean = constructor.newInstance();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            set(bean, type, String.valueOf(entry.getKey()), entry.getValue());
        }
        return bean;
    }

    private static void set(Object bean, Class<?> type, String name, @Nullable Object read)
            throws ReflectiveOperationException {
        String setter = name.isEmpty() ? "" : "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        for (Method method : type.getMethods()) {
            if (method.getName().equals(setter) && method.getParameterCount() == 1) {
                Object value = TypedValue.of(read, method.getGenericParameterTypes()[0]);
                if (value != null || !method.getParameterTypes()[0].isPrimitive()) {
                    method.trySetAccessible();
                    method.invoke(bean, value);
                }
                return;
            }
        }
        Field field = field(type, name);
        if (field == null || Modifier.isStatic(field.getModifiers()) || !field.trySetAccessible()) {
            throw unknown(type, name);
        }
        Object value = TypedValue.of(read, field.getGenericType());
        if (value != null || !field.getType().isPrimitive()) {
            field.set(bean, value);
        }
    }

    private static @Nullable Field field(Class<?> type, String name) {
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        return null;
    }

    private static IllegalArgumentException unknown(Class<?> type, Object name) {
        return new IllegalArgumentException(
                type.getTypeName() + " has nothing of the name " + name + " that can be set");
    }
}
