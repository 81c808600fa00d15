// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what was read from a literal into a value of a declared type. */
final class TypedValue {
    private static final List<Supplier<Collection<@Nullable Object>>> COLLECTIONS =
            List.of(ArrayList::new, LinkedHashSet::new, TreeSet::new);
    private static final List<Supplier<Map<Object, @Nullable Object>>> MAPS = List.of(LinkedHashMap::new, TreeMap::new);

    private TypedValue() {}

    /**
     * A value of the type; null stands for the zero of a primitive.
     *
     * @param read null, a {@link Boolean}, {@link BigDecimal}, {@link String}, list or map
     * @throws IllegalArgumentException with the reason if the type cannot hold it
     */
    static @Nullable Object of(@Nullable Object read, Type type) {
        Class<?> raw = raw(type);
        if (read == null || raw == void.class || raw == Void.class) {
            return null;
        }
        Class<?> target = MethodType.methodType(raw).wrap().returnType();
        if (read instanceof List<?> list) {
            return list(list, type, raw);
        } else if (read instanceof Map<?, ?> map) {
            return object(map, type, raw);
        } else if (target == Object.class) {
            return read instanceof BigDecimal number ? plain(number) : read;
        } else if (target.isAssignableFrom(String.class)) {
            return read instanceof BigDecimal number ? number.toPlainString() : read.toString();
        } else if (target.isInstance(read)) {
            return read;
        } else if (read instanceof BigDecimal number) {
            return number(number, target);
        } else if (read instanceof String text) {
            return text(text, target);
        }
        throw unfit(read, raw);
    }

    /** What a careful service returns when it has nothing: zero, an empty text, an object without values. */
    static @Nullable Object empty(Type type) {
        Class<?> raw = raw(type);
        Class<?> target = MethodType.methodType(raw).wrap().returnType();
        if (raw == void.class || target == Void.class || target == Object.class) {
            return null;
        } else if (target.isAssignableFrom(String.class)) {
            return "";
        } else if (target == Boolean.class) {
            return false;
        } else if (target == Character.class) {
            return '\0';
        } else if (Number.class.isAssignableFrom(target)) {
            return number(BigDecimal.ZERO, target);
        } else if (raw.isArray() || Iterable.class.isAssignableFrom(raw)) {
            return list(List.of(), type, raw);
        }
        try {
            return object(Map.of(), type, raw);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Object list(List<?> read, Type type, Class<?> raw) {
        if (raw.isArray()) {
            Type item = type instanceof GenericArrayType generic
                    ? generic.getGenericComponentType()
                    : raw.getComponentType();
            Object array = Array.newInstance(raw.getComponentType(), read.size());
            for (int i = 0; i < read.size(); i++) {
                Object value = of(read.get(i), item);
                if (value != null || !raw.getComponentType().isPrimitive()) {
                    Array.set(array, i, value);
                }
            }
            return array;
        }
        Collection<@Nullable Object> items = raw == Object.class ? new ArrayList<>() : made(raw, COLLECTIONS);
        if (items == null) {
            throw unfit(read, raw);
        }
        Type item = argument(type, 0);
        for (Object each : read) {
            items.add(of(each, item));
        }
        return items;
    }

    private static Object object(Map<?, ?> read, Type type, Class<?> raw) {
        Map<Object, @Nullable Object> entries = raw == Object.class ? new LinkedHashMap<>() : made(raw, MAPS);
        if (entries == null) {
            return Bean.of(read, raw);
        }
        Type keyType = argument(type, 0);
        Type valueType = argument(type, 1);
        read.forEach((key, value) -> {
            Object typedKey = of(key, keyType);
            if (typedKey != null) {
                entries.put(typedKey, of(value, valueType));
            }
        });
        return entries;
    }

    /** The first that fits, or one of the type itself; null if the type is of another family. */
    private static <T> @Nullable T made(Class<?> raw, List<Supplier<T>> known) {
        Object sample = known.get(0).get();
        boolean family = sample instanceof Map ? Map.class.isAssignableFrom(raw) : Iterable.class.isAssignableFrom(raw);
        if (!family) {
            return null;
        }
        for (Supplier<T> each : known) {
            T made = each.get();
            if (raw.isInstance(made)) {
                return made;
            }
        }
        try {
            Constructor<?> constructor = raw.getConstructor();
            @SuppressWarnings("unchecked") // Of the family: what is put in is checked by nobody else either.
            T made = (T) constructor.newInstance();
            return made;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static Object number(BigDecimal number, Class<?> target) {
        try {
            if (target == Integer.class) {
                return number.intValueExact();
            } else if (target == Long.class) {
                return number.longValueExact();
            } else if (target == Double.class) {
                return number.doubleValue();
            } else if (target == Float.class) {
                return number.floatValue();
            } else if (target == Short.class) {
                return number.shortValueExact();
            } else if (target == Byte.class) {
                return number.byteValueExact();
            } else if (target == BigInteger.class) {
                return number.toBigIntegerExact();
            } else if (target == Number.class || target == BigDecimal.class) {
                return number;
            }
        } catch (ArithmeticException e) {
            throw unfit(number, target);
        }
        throw unfit(number, target);
    }

    /** As Dubbo reads JSON into an object: whole numbers as int if they fit. */
    private static Object plain(BigDecimal number) {
        if (number.scale() > 0) {
            return number;
        }
        BigInteger whole = number.toBigInteger();
        if (whole.bitLength() < Integer.SIZE) {
            return whole.intValue();
        }
        return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
    }

    private static Object text(String text, Class<?> target) {
        if (target == Character.class && text.length() == 1) {
            return text.charAt(0);
        } else if (target.isEnum()) {
            for (Object constant : target.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
        }
        throw unfit(text, target);
    }

    /** Without the value: it is in the message already, and it may be long. */
    private static IllegalArgumentException unfit(Object read, Class<?> type) {
        String kind = "a text";
        if (read instanceof BigDecimal) {
            kind = "this number";
        } else if (read instanceof Boolean) {
            kind = "a boolean";
        } else if (read instanceof List) {
            kind = "a list";
        }
        return new IllegalArgumentException(kind + " is no " + type.getTypeName());
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType parameterized && parameterized.getActualTypeArguments().length > index
                ? parameterized.getActualTypeArguments()[index]
                : Object.class;
    }

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        } else if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        } else if (type instanceof GenericArrayType array) {
            return raw(array.getGenericComponentType()).arrayType();
        } else if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        return type instanceof TypeVariable<?> variable ? raw(variable.getBounds()[0]) : Object.class;
    }
}
