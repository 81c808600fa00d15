// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What declared types say about what they hold. */
final class Types {
    private Types() {}

    /** A type whose arguments are known by now. */
    private record Known(
            Class<?> type, List<Type> arguments, @Nullable Type owner) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return type;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return owner;
        }
    }

    /** An array whose elements are known by now. */
    private record KnownArray(Type element) implements GenericArrayType {
        @Override
        public Type getGenericComponentType() {
            return element;
        }
    }

    /** The class of objects of the type. */
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

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    /** The type of an array's elements. */
    static Type element(Type type, Class<?> raw) {
        return type instanceof GenericArrayType generic ? generic.getGenericComponentType() : raw.getComponentType();
    }

    /**
     * What a type gives for a parameter of one of its supertypes: {@code Foo} for a list of {@code class Foos extends
     * ArrayList<Foo>}.
     */
    static Type argument(Type type, Class<?> supertype, int index) {
        return resolve(supertype.getTypeParameters()[index], type);
    }

    /** The type of a member as an owner of the type {@code context} has it: with the type variables that are known there. */
    static Type resolve(Type declared, Type context) {
        if (declared instanceof Class<?>) {
            return declared;
        }
        Map<TypeVariable<?>, Type> known = new HashMap<>();
        collect(context, known);
        return known.isEmpty() ? declared : substitute(declared, known);
    }

    private static void collect(Type type, Map<TypeVariable<?>, Type> known) {
        if (type instanceof WildcardType wildcard) {
            collect(wildcard.getUpperBounds()[0], known);
            return;
        }
        Class<?> raw = raw(type);
        if (type instanceof ParameterizedType parameterized) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            Type[] arguments = parameterized.getActualTypeArguments();
            for (int i = 0; i < variables.length; i++) {
                known.putIfAbsent(variables[i], substitute(arguments[i], known));
            }
        }
        Type parent = raw.getGenericSuperclass();
        if (parent != null && parent != Object.class) {
            collect(parent, known);
        }
        for (Type each : raw.getGenericInterfaces()) {
            collect(each, known);
        }
    }

    private static Type substitute(Type type, Map<TypeVariable<?>, Type> known) {
        if (type instanceof TypeVariable<?> variable) {
            return known.getOrDefault(variable, type);
        } else if (type instanceof ParameterizedType parameterized) {
            List<Type> arguments = Stream.of(parameterized.getActualTypeArguments())
                    .map(argument -> substitute(argument, known))
                    .toList();
            return new Known(raw(type), arguments, parameterized.getOwnerType());
        } else if (type instanceof GenericArrayType array) {
            return new KnownArray(substitute(array.getGenericComponentType(), known));
        } else if (type instanceof WildcardType wildcard) {
            return substitute(wildcard.getUpperBounds()[0], known);
        }
        return type;
    }
}
