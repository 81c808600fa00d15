// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.EchoService;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The facts of one remote method, worked out once. Immutable; compared by identity. */
public final class MethodDescriptor {
    private final int index;
    private final Class<?> serviceInterface;
    private final Method method;
    private final List<Class<?>> parameterTypes;
    private final List<Type> genericParameterTypes;
    private final String parameterDescriptor;
    private final Class<?> resultType;
    private final Type genericResultType;
    private final boolean returnsFuture;
    private final @Nullable Object emptyReturn;
    private final String display;

    /**
     * Describes a method.
     *
     * @param index its position among the interface's methods
     * @param serviceInterface the interface that is exported or referred; may inherit the method
     * @param method the method
     */
    public MethodDescriptor(int index, Class<?> serviceInterface, Method method) {
        this(index, serviceInterface, method, display(serviceInterface, method));
    }

    private MethodDescriptor(int index, Class<?> serviceInterface, Method method, String display) {
        this.index = index;
        this.serviceInterface = serviceInterface;
        this.method = method;
        this.parameterTypes = List.of(method.getParameterTypes());
        this.genericParameterTypes = List.of(method.getGenericParameterTypes());
        this.parameterDescriptor = parameters(method);
        this.returnsFuture = CompletionStage.class.isAssignableFrom(method.getReturnType())
                && method.getReturnType().isAssignableFrom(CompletableFuture.class);
        this.genericResultType =
                returnsFuture ? futureValue(method.getGenericReturnType()) : method.getGenericReturnType();
        this.resultType = returnsFuture ? erase(genericResultType) : method.getReturnType();
        this.emptyReturn = zeroOf(method.getReturnType());
        this.display = display;
    }

    private static String display(Class<?> serviceInterface, Method method) {
        return serviceInterface.getName() + "#" + method.getName()
                + Stream.of(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    /**
     * The methods of an interface that can be called remotely: its own and inherited ones, default methods included,
     * static ones not. Where an interface narrows the return type of an inherited method, the narrower one counts.
     *
     * @return in a fixed order, so that both sides of a process agree; {@link #index()} is the position
     * @throws IllegalArgumentException if the class is not an interface
     */
    public static List<MethodDescriptor> of(Class<?> serviceInterface) {
        if (!serviceInterface.isInterface()) {
            throw new IllegalArgumentException(serviceInterface.getName() + " is not an interface");
        }
        Map<String, Method> methods = new TreeMap<>();
        for (Method method : serviceInterface.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                methods.merge(method.getName() + parameters(method), method, MethodDescriptor::narrower);
            }
        }
        List<MethodDescriptor> descriptors = new ArrayList<>(methods.size());
        for (Method method : methods.values()) {
            descriptors.add(new MethodDescriptor(descriptors.size(), serviceInterface, method));
        }
        return List.copyOf(descriptors);
    }

    /**
     * The same method of {@link io.tern.rpc.GenericService} as it is used for one method of one service: it differs in what
     * messages say.
     *
     * @param index its position, as of any other
     * @param service the interface that is called, whose class need not be here
     * @param called the name of the method that is called
     */
    public MethodDescriptor named(int index, String service, String called) {
        return new MethodDescriptor(index, serviceInterface, method, service + "#" + called + " (generic)");
    }

    /** The descriptor of {@link EchoService#$echo}, which every reference has besides its own methods. */
    public static MethodDescriptor echo(int index, Class<?> serviceInterface) {
        return new MethodDescriptor(index, serviceInterface, EchoService.class.getMethods()[0]);
    }

    private static String parameters(Method method) {
        return Stream.of(method.getParameterTypes())
                .map(Class::descriptorString)
                .collect(Collectors.joining());
    }

    private static Method narrower(Method one, Method other) {
        if (one.getReturnType() == other.getReturnType()) {
            // Two unrelated interfaces declare it, or a generic method and its bridge: the one with code or type
            // arguments.
            return other.isBridge() || !other.isDefault() ? one : other;
        }
        return one.getReturnType().isAssignableFrom(other.getReturnType()) ? other : one;
    }

    /** Position among the methods of the interface, from 0. */
    public int index() {
        return index;
    }

    /** The interface that is exported or referred. */
    public Class<?> serviceInterface() {
        return serviceInterface;
    }

    /** The method itself. */
    public Method method() {
        return method;
    }

    /** The method's name. */
    public String name() {
        return method.getName();
    }

    /** The declared parameter types, erased. */
    public List<Class<?>> parameterTypes() {
        return parameterTypes;
    }

    /** The declared parameter types. */
    public List<Type> genericParameterTypes() {
        return genericParameterTypes;
    }

    /** The JVM descriptors of the parameters, one after the other: what identifies an overload on the wire. */
    public String parameterDescriptor() {
        return parameterDescriptor;
    }

    /** The type of the value that travels: the return type, or T of {@code CompletableFuture<T>}. */
    public Class<?> resultType() {
        return resultType;
    }

    /** As {@link #resultType()}, with type arguments. */
    public Type genericResultType() {
        return genericResultType;
    }

    /** Whether the method returns a {@code CompletableFuture} or {@code CompletionStage}, and is asynchronous by itself. */
    public boolean returnsFuture() {
        return returnsFuture;
    }

    /** What a call returns that does not wait: zero or false for a primitive, null otherwise. */
    public @Nullable Object emptyReturn() {
        return emptyReturn;
    }

    /** The declared exception classes. */
    public List<Class<?>> exceptionTypes() {
        return List.of(method.getExceptionTypes());
    }

    /** {@code interface#method(Type,Type)}, for messages. */
    @Override
    public String toString() {
        return display;
    }

    private static Type futureValue(Type future) {
        if (future instanceof ParameterizedType parameterized) {
            Type value = parameterized.getActualTypeArguments()[0];
            return value instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : value;
        }
        return Object.class;
    }

    private static Class<?> erase(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        if (type instanceof java.lang.reflect.GenericArrayType array) {
            return erase(array.getGenericComponentType()).arrayType();
        }
        return Object.class;
    }

    private static @Nullable Object zeroOf(Class<?> type) {
        if (!type.isPrimitive() || type == void.class) {
            return null;
        }
        return Stream.<Object>of(false, (byte) 0, (short) 0, '\0', 0, 0L, 0f, 0d)
                .filter(zero ->
                        java.lang.invoke.MethodType.methodType(type).wrap().returnType() == zero.getClass())
                .findFirst()
                .orElseThrow();
    }
}
