// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be read from and written to objects, worked out once for each class. Lets go of a class with its loader. */
final class BeanShapes {
    private final ClassValue<Shape> shapes = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(readers(type), setters(type), fields(type));
        }
    };

    /** Where one property is written; a method with one parameter, or a field. */
    record Writer(Member member, Type type) {
        void write(Object bean, @Nullable Object value) throws ReflectiveOperationException {
            if (member instanceof Method setter) {
                setter.invoke(bean, value);
            } else {
                ((Field) member).set(bean, value);
            }
        }
    }

    /** Where one property is read; a method without parameters, or a field. */
    record Reader(String name, Member member) {
        /**
         * What it is now.
         *
         * @throws IllegalArgumentException if it cannot be read, or its getter throws
         */
        @Nullable
        Object value(Object bean) {
            try {
                return member instanceof Method getter ? getter.invoke(bean) : ((Field) member).get(bean);
            } catch (InvocationTargetException e) {
                throw unreadable(bean, e.getCause());
            } catch (ReflectiveOperationException e) {
                throw unreadable(bean, e);
            }
        }

        private IllegalArgumentException unreadable(Object bean, @Nullable Throwable cause) {
            return new IllegalArgumentException(
                    name + " of " + bean.getClass().getTypeName() + " cannot be read", cause);
        }

        /** What the JVM keeps in an exception is no property of it. */
        boolean isOfJvm(Object bean) {
            return bean instanceof Throwable
                    && !name.equals("message")
                    && member.getDeclaringClass() == Throwable.class;
        }

        boolean isField() {
            return member instanceof Field;
        }
    }

    /**
     * One class.
     *
     * @param readers by getters, components and public fields
     * @param setters by what stands behind {@code set}
     * @param fields by name, those of the class before those of its parents
     */
    record Shape(List<Reader> readers, Map<String, Writer> setters, Map<String, Writer> fields) {
        /** Null if nothing of the name can be written. */
        @Nullable
        Writer writer(String name) {
            Writer setter = name.isEmpty() ? null : setters.get(capital(name));
            return setter == null ? fields.get(name) : setter;
        }
    }

    Shape of(Class<?> type) {
        return shapes.get(type);
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static List<Reader> readers(Class<?> type) {
        Map<String, Reader> readers = new LinkedHashMap<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                put(readers, component.getName(), component.getAccessor());
            }
        }
        for (Method method : type.getMethods()) {
            String name = method.getDeclaringClass() == Object.class ? null : property(method);
            if (name != null) {
                put(readers, name, method);
            }
        }
        for (Field field : type.getFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && field.trySetAccessible()) {
                readers.putIfAbsent(field.getName(), new Reader(field.getName(), field));
            }
        }
        return List.copyOf(readers.values());
    }

    private static void put(Map<String, Reader> readers, String name, Method method) {
        if (method.trySetAccessible()) {
            readers.putIfAbsent(name, new Reader(name, method));
        }
    }

    /** Dubbo's name: only the first letter becomes small, whatever the second is. Null if it is no getter. */
    private static @Nullable String property(Method method) {
        boolean reads = method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && !Modifier.isStatic(method.getModifiers())
                && !method.isBridge();
        String name = method.getName();
        boolean flag = Set.of(boolean.class, Boolean.class).contains(method.getReturnType());
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") && flag ? 2 : 0;
        return !reads || prefix == 0 || name.length() == prefix
                ? null
                : Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1);
    }

    private static Map<String, Writer> setters(Class<?> type) {
        Map<String, List<Method>> byName = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (method.getName().length() > 3
                    && method.getName().startsWith("set")
                    && method.getParameterCount() == 1
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.isBridge()
                    && method.trySetAccessible()) {
                byName.computeIfAbsent(method.getName().substring(3), key -> new ArrayList<>())
                        .add(method);
            }
        }
        Map<String, Writer> setters = new HashMap<>();
        byName.forEach((name, methods) -> {
            Method best = best(methods, type, name);
            setters.put(name, new Writer(best, best.getGenericParameterTypes()[0]));
        });
        return setters;
    }

    /** Of several setters the one that takes what the getter gives; else always the same one. */
    private static Method best(List<Method> setters, Class<?> type, String name) {
        if (setters.size() == 1) {
            return setters.get(0);
        }
        Class<?> read = Stream.of(type.getMethods())
                .filter(method -> method.getParameterCount() == 0
                        && (method.getName().equals("get" + name)
                                || method.getName().equals("is" + name)))
                .findFirst()
                .<Class<?>>map(Method::getReturnType)
                .orElse(void.class);
        return setters.stream()
                .min((one, other) -> {
                    boolean first = one.getParameterTypes()[0] == read;
                    boolean second = other.getParameterTypes()[0] == read;
                    return first == second ? one.toString().compareTo(other.toString()) : first ? -1 : 1;
                })
                .orElseThrow();
    }

    private static Map<String, Writer> fields(Class<?> type) {
        Map<String, Writer> fields = new HashMap<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && field.trySetAccessible()) {
                    fields.putIfAbsent(field.getName(), new Writer(field, field.getGenericType()));
                }
            }
        }
        return fields;
    }
}
