// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.InputStream;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A declared type, as far as it decides how bytes become a value. Immutable. */
final class TypeUse {
    enum Kind {
        BOOLEAN,
        BYTE,
        SHORT,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        CHAR,
        TEXT,
        DATE,
        BYTES,
        CHARS,
        STREAM,
        OTHER
    }

    static final TypeUse ANY = new TypeUse(Object.class, Kind.OTHER, null, null);
    static final TypeUse STRING = new TypeUse(String.class, Kind.TEXT, null, null);
    static final TypeUse THROWABLE = new TypeUse(Throwable.class, Kind.OTHER, null, null);

    private static final Map<Class<?>, Kind> KINDS = Map.ofEntries(
            Map.entry(boolean.class, Kind.BOOLEAN),
            Map.entry(Boolean.class, Kind.BOOLEAN),
            Map.entry(byte.class, Kind.BYTE),
            Map.entry(Byte.class, Kind.BYTE),
            Map.entry(short.class, Kind.SHORT),
            Map.entry(Short.class, Kind.SHORT),
            Map.entry(int.class, Kind.INT),
            Map.entry(Integer.class, Kind.INT),
            Map.entry(long.class, Kind.LONG),
            Map.entry(Long.class, Kind.LONG),
            Map.entry(float.class, Kind.FLOAT),
            Map.entry(Float.class, Kind.FLOAT),
            Map.entry(double.class, Kind.DOUBLE),
            Map.entry(Double.class, Kind.DOUBLE),
            Map.entry(char.class, Kind.CHAR),
            Map.entry(Character.class, Kind.CHAR),
            Map.entry(String.class, Kind.TEXT),
            Map.entry(Date.class, Kind.DATE),
            Map.entry(byte[].class, Kind.BYTES),
            Map.entry(char[].class, Kind.CHARS),
            Map.entry(InputStream.class, Kind.STREAM));

    private final Class<?> raw;
    private final Kind kind;
    private final @Nullable TypeUse key;
    private final @Nullable TypeUse element;
    private final boolean hint;

    private TypeUse(Class<?> raw, Kind kind, @Nullable TypeUse key, @Nullable TypeUse element) {
        this.raw = raw;
        this.kind = kind;
        this.key = key;
        this.element = element;
        this.hint = kind != Kind.OTHER
                || raw.isArray()
                || Collection.class.isAssignableFrom(raw)
                || Map.class.isAssignableFrom(raw)
                || raw == Throwable.class;
    }

    static TypeUse of(Type type) {
        if (type instanceof Class<?> plain) {
            return plain == Object.class || plain == void.class ? ANY : plain(plain);
        }
        if (type instanceof ParameterizedType parameterized) {
            return generic((Class<?>) parameterized.getRawType(), parameterized.getActualTypeArguments());
        }
        if (type instanceof GenericArrayType array) {
            TypeUse element = of(array.getGenericComponentType());
            return new TypeUse(element.raw.arrayType(), Kind.OTHER, null, element);
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0]);
        }
        return ANY;
    }

    /** A list of exceptions. */
    static TypeUse throwables() {
        return new TypeUse(List.class, Kind.OTHER, null, THROWABLE);
    }

    /** As {@link #of(Type)} where the erased type is known better, as for a type variable. */
    static TypeUse of(Class<?> raw, Type type) {
        TypeUse use = of(type);
        return use.raw == raw ? use : of(raw);
    }

    private static TypeUse plain(Class<?> raw) {
        Kind kind = KINDS.getOrDefault(raw, Kind.OTHER);
        boolean array = raw.isArray() && kind == Kind.OTHER;
        return new TypeUse(raw, kind, null, array ? of(raw.getComponentType()) : null);
    }

    private static TypeUse generic(Class<?> raw, Type[] arguments) {
        if (Collection.class.isAssignableFrom(raw) && arguments.length == 1) {
            return new TypeUse(raw, Kind.OTHER, null, of(arguments[0]));
        }
        if (Map.class.isAssignableFrom(raw) && arguments.length == 2) {
            return new TypeUse(raw, Kind.OTHER, of(arguments[0]), of(arguments[1]));
        }
        return plain(raw);
    }

    Class<?> raw() {
        return raw;
    }

    Kind kind() {
        return kind;
    }

    /** Key type of a map; ANY if not known. */
    TypeUse key() {
        return key == null ? ANY : key;
    }

    /** Element type of an array or collection, value type of a map; ANY if not known. */
    TypeUse element() {
        return element == null ? ANY : element;
    }

    /**
     * Whether a type argument helps to read an element. Of objects the bytes name the class, and Dubbo leaves there what it
     * finds; so do we.
     */
    boolean isHint() {
        return hint;
    }
}
