// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of a simple class that is to be made: a record, or one with a constructor without parameters and setters or
 * fields. For peers also an exception, and an interface of getters.
 */
final class Bean {
    private final Realization values;
    private final Class<?> type;
    private final Type context;

    /** {@code context} is the type with its arguments. */
    Bean(Realization values, Class<?> type, Type context) {
        this.values = values;
        this.type = type;
        this.context = context;
    }

    /**
     * An object with these values; what is not there keeps what the constructor gave it, or zero.
     *
     * @param begun hears of the object before its values are there, if there is one by then
     * @throws IllegalArgumentException with the reason if there can be none
     */
    Object of(Map<?, ?> plain, Consumer<Object> begun) {
        if (type.isInterface() && !values.isStrict() && !isOfJdk(type)) {
            values.admit(type);
            return new Getters(values, type, context).of(plain);
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type.isEnum() || isOfJdk(type)) {
            throw new IllegalArgumentException(
                    "no object of " + type.getTypeName() + " can be made from names and values");
        }
        values.admit(type);
        try {
            return type.isRecord() ? ofRecord(plain) : ofClass(plain, begun);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getTypeName() + " refuses these values", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    type.getTypeName() + " has no constructor without parameters that can be called", e);
        }
    }

    /** Of exceptions, which are usual as values too, the plain ones can be made. */
    private boolean isOfJdk(Class<?> each) {
        boolean jdk = each.getName().startsWith("java.") || each.getName().startsWith("javax.");
        return each.isPrimitive()
                || each.isArray()
                || (jdk && (values.isStrict() || !Throwable.class.isAssignableFrom(each)));
    }

    private Object ofRecord(Map<?, ?> plain) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        int used = 0;
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            used += plain.containsKey(name) ? 1 : 0;
            Object value = values.value(plain.get(name), Types.resolve(components[i].getGenericType(), context));
            arguments[i] = value == null ? Scalars.zero(types[i]) : value;
        }
        if (used < plain.size() && values.isStrict()) {
            for (Object name : plain.keySet()) {
                if (Stream.of(components)
                        .noneMatch(component -> component.getName().equals(name))) {
                    throw unknown(name);
                }
            }
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.trySetAccessible();
        return constructor.newInstance(arguments);
    }

    private Object ofClass(Map<?, ?> plain, Consumer<Object> begun) throws ReflectiveOperationException {
        Object bean = Throwable.class.isAssignableFrom(type) && !values.isStrict()
                ? exception(plain.get("message"))
                : constructed();
        begun.accept(bean);
        for (Map.Entry<?, ?> entry : plain.entrySet()) {
            set(bean, String.valueOf(entry.getKey()), entry.getValue());
        }
        return bean;
    }

    private Object constructed() throws ReflectiveOperationException {
        Constructor<?> constructor = constructor();
        constructor.trySetAccessible();
        Class<?>[] parameters = constructor.getParameterTypes();
        @Nullable Object[] zeros = new @Nullable Object[parameters.length];
        for (int i = 0; i < zeros.length; i++) {
            zeros[i] = Scalars.zero(parameters[i]);
        }
        return constructor.newInstance(zeros);
    }

    /** Without parameters; for peers, as in Dubbo, else the shortest one, with nothing. */
    private Constructor<?> constructor() throws NoSuchMethodException {
        if (!values.isStrict()) {
            return Stream.of(type.getDeclaredConstructors())
                    .min(Comparator.<Constructor<?>>comparingInt(Constructor::getParameterCount)
                            .thenComparing(Constructor::toString))
                    .orElseThrow(NoSuchMethodException::new);
        }
        return type.getDeclaredConstructor();
    }

    private Object exception(@Nullable Object message) throws ReflectiveOperationException {
        Throwable made = Exceptions.of(type, message instanceof String text ? text : null);
        return made == null ? constructed() : made;
    }

    private void set(Object bean, String name, @Nullable Object read) throws ReflectiveOperationException {
        BeanShapes.Writer writer = isWritten(name) ? values.shape(type).writer(name) : null;
        if (writer == null) {
            if (values.isStrict()) {
                throw unknown(name);
            }
            return;
        }
        if (read == null && !values.isStrict()) {
            return; // as in Dubbo: what the constructor gave is as good
        }
        Type declared = Types.resolve(writer.type(), context);
        Object value;
        try {
            value = values.value(read, declared);
        } catch (IllegalArgumentException e) {
            if (values.isStrict()) {
                throw e;
            }
            // The name is one that the class has, so it may be told.
            throw new IllegalArgumentException(name + " of " + type.getTypeName() + ": " + e.getMessage(), e);
        }
        if (value != null || !Types.raw(declared).isPrimitive()) {
            writer.write(bean, value);
        }
    }

    /** What the JVM keeps in an exception is not for peers to write. */
    private boolean isWritten(String name) {
        return !Throwable.class.isAssignableFrom(type)
                || values.isStrict()
                || Stream.of("message", "detailMessage", "cause", "stackTrace", "suppressed", "suppressedExceptions")
                        .noneMatch(name::equals);
    }

    private IllegalArgumentException unknown(Object name) {
        return new IllegalArgumentException(
                type.getTypeName() + " has nothing of the name " + name + " that can be set");
    }
}
