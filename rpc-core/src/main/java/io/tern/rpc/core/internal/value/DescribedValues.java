// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import io.tern.rpc.JavaBeanDescriptor;
import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes descriptors out of objects: the form of generic calls with {@code generic="bean"}. Thread-safe.
 *
 * <p>As in Dubbo everything is described, down to numbers and texts; what the JDK's classes are is left whole. What is
 * contained several times has one descriptor, so that cycles stay cycles.
 */
public final class DescribedValues {
    private static final int DEEPEST = 500;

    private final BeanShapes shapes = new BeanShapes();

    /**
     * The descriptor; of null, null, and a descriptor stays itself.
     *
     * @throws IllegalArgumentException with the reason if there is none: a getter that throws, or too deep a nesting
     */
    public @Nullable Object of(@Nullable Object value) {
        return value == null || value instanceof JavaBeanDescriptor ? value : new Walk().of(value, 0);
    }

    /** One value with all that it contains. */
    private final class Walk {
        private final IdentityHashMap<Object, JavaBeanDescriptor> made = new IdentityHashMap<>();

        private @Nullable JavaBeanDescriptor of(@Nullable Object value, int depth) {
            if (value == null || value instanceof JavaBeanDescriptor) {
                return (JavaBeanDescriptor) value;
            }
            JavaBeanDescriptor known = made.get(value);
            if (known != null) {
                return known;
            }
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("it is nested more than " + DEEPEST + " deep");
            }
            JavaBeanDescriptor begun = begun(value);
            made.put(value, begun);
            switch (begun.getType()) {
                case JavaBeanDescriptor.TYPE_ENUM -> begun.setEnumNameProperty(((Enum<?>) value).name());
                case JavaBeanDescriptor.TYPE_CLASS -> begun.setClassNameProperty(((Class<?>) value).getName());
                case JavaBeanDescriptor.TYPE_PRIMITIVE -> begun.setPrimitiveProperty(value);
                case JavaBeanDescriptor.TYPE_ARRAY -> {
                    for (int i = 0; i < Array.getLength(value); i++) {
                        begun.setProperty(i, of(Array.get(value, i), depth + 1));
                    }
                }
                case JavaBeanDescriptor.TYPE_COLLECTION -> {
                    for (Object item : (Collection<?>) value) {
                        begun.setProperty(begun.propertySize(), of(item, depth + 1));
                    }
                }
                case JavaBeanDescriptor.TYPE_MAP ->
                    ((Map<?, ?>) value)
                            .forEach((key, entry) -> begun.setProperty(key(key, depth), of(entry, depth + 1)));
                default -> properties(begun, value, depth);
            }
            return begun;
        }

        private Object key(@Nullable Object key, int depth) {
            JavaBeanDescriptor described = of(key, depth + 1);
            if (described == null) {
                throw new IllegalArgumentException("it contains a map with the key null");
            }
            return described;
        }

        private void properties(JavaBeanDescriptor begun, Object bean, int depth) {
            for (BeanShapes.Reader reader : shapes.of(bean.getClass()).readers()) {
                if (!reader.isOfJvm(bean)) {
                    begun.setProperty(reader.name(), of(reader.value(bean), depth + 1));
                }
            }
        }
    }

    private static JavaBeanDescriptor begun(Object value) {
        Class<?> type = value.getClass();
        if (value instanceof Enum<?> constant) {
            return new JavaBeanDescriptor(constant.getDeclaringClass().getName(), JavaBeanDescriptor.TYPE_ENUM);
        } else if (value instanceof Class) {
            return new JavaBeanDescriptor(type.getName(), JavaBeanDescriptor.TYPE_CLASS);
        } else if (type.isArray()) {
            return new JavaBeanDescriptor(type.getComponentType().getName(), JavaBeanDescriptor.TYPE_ARRAY);
        } else if (value instanceof Collection) {
            Class<?> usual = value instanceof Set ? LinkedHashSet.class : ArrayList.class;
            return new JavaBeanDescriptor(readable(type, usual), JavaBeanDescriptor.TYPE_COLLECTION);
        } else if (value instanceof Map) {
            return new JavaBeanDescriptor(readable(type, LinkedHashMap.class), JavaBeanDescriptor.TYPE_MAP);
        }
        boolean whole = PlainValues.isPlain(value) || PlainValues.isOfJdk(value);
        return new JavaBeanDescriptor(
                type.getName(), whole ? JavaBeanDescriptor.TYPE_PRIMITIVE : JavaBeanDescriptor.TYPE_BEAN);
    }

    /** Dubbo makes one of the very class, which it cannot of the views and the unchangeable kinds of the JDK. */
    private static String readable(Class<?> type, Class<?> usual) {
        boolean makable = Modifier.isPublic(type.getModifiers())
                && Stream.of(type.getConstructors()).anyMatch(each -> each.getParameterCount() == 0);
        return makable ? type.getName() : usual.getName();
    }
}
