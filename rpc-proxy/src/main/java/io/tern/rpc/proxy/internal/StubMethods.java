// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy.internal;

import io.tern.rpc.EchoService;
import io.tern.rpc.spi.MethodDescriptor;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which methods a stub has, and which descriptor each of them belongs to. */
public final class StubMethods {
    /** Object's own methods that an interface may declare again: they never go to a provider. */
    private static final Set<String> OBJECT_METHODS =
            Set.of("toString()", "hashCode()", "equals(Ljava/lang/Object;)", "finalize()");

    private StubMethods() {}

    /** Refuses what no class made here can implement. */
    public static void requireImplementable(Class<?> serviceInterface) {
        requireInterface(serviceInterface);
        if (serviceInterface.isSealed()) {
            throw new IllegalArgumentException(
                    "No stub can be made for " + serviceInterface.getName()
                            + ": it is sealed, so only the classes that it permits may implement it. A service interface must not be sealed.");
        }
    }

    /** Refuses classes. */
    public static void requireInterface(Class<?> serviceInterface) {
        if (!serviceInterface.isInterface()) {
            throw new IllegalArgumentException(
                    serviceInterface.getName() + " is a class; a service is called through an interface.");
        }
    }

    /** The types a stub implements: the interface, and {@link EchoService} if it is not that already. */
    public static List<Class<?>> types(Class<?> serviceInterface) {
        return serviceInterface == EchoService.class
                ? List.of(EchoService.class)
                : List.of(serviceInterface, EchoService.class);
    }

    /**
     * One method per JVM signature that a stub must have, so also one per return type where unrelated interfaces declare
     * different ones. A compiler's bridge is left out: its inherited body casts and calls the method it stands for.
     */
    static List<Method> of(Class<?> serviceInterface) {
        Map<String, Method> methods = new LinkedHashMap<>();
        for (Class<?> type : types(serviceInterface)) {
            for (Method method : type.getMethods()) {
                if (!Modifier.isStatic(method.getModifiers()) && !isObjectMethod(method)) {
                    methods.merge(
                            method.getName() + type(method).toMethodDescriptorString(),
                            method,
                            (one, other) -> one.isBridge() ? other : one);
                }
            }
        }
        return methods.values().stream().filter(method -> !method.isBridge()).toList();
    }

    /** Whether the method is one of {@link Object}'s that an interface declares again. */
    static boolean isObjectMethod(Method method) {
        return OBJECT_METHODS.contains(signature(method.getName(), type(method)));
    }

    /** Name and parameters: what a descriptor is found by, whatever the return type. */
    static String signature(Method method) {
        return signature(method.getName(), type(method));
    }

    /** The same of a descriptor. */
    static String signature(MethodDescriptor descriptor) {
        return descriptor.name() + '(' + descriptor.parameterDescriptor() + ')';
    }

    /** The descriptors by signature; the last of the same signature counts, so {@code $echo} is always the echo. */
    static Map<String, MethodDescriptor> bySignature(List<MethodDescriptor> descriptors) {
        Map<String, MethodDescriptor> bySignature = new HashMap<>();
        for (MethodDescriptor descriptor : descriptors) {
            bySignature.put(signature(descriptor), descriptor);
        }
        return bySignature;
    }

    /** The descriptor a method's calls go to. */
    static MethodDescriptor descriptor(Method method, Map<String, MethodDescriptor> bySignature) {
        MethodDescriptor descriptor = bySignature.get(signature(method));
        if (descriptor == null) {
            throw new IllegalArgumentException("No descriptor was given for " + method);
        }
        return descriptor;
    }

    /** Every type, without its array dimensions, that the methods name and that is not a primitive. */
    static Set<Class<?>> namedTypes(List<Method> methods) {
        Set<Class<?>> named = new HashSet<>();
        for (Method method : methods) {
            Stream.concat(Stream.of(method.getReturnType()), Stream.of(method.getParameterTypes()))
                    .map(StubMethods::element)
                    .filter(type -> !type.isPrimitive())
                    .forEach(named::add);
        }
        return named;
    }

    private static Class<?> element(Class<?> type) {
        Class<?> element = type;
        while (element.getComponentType() != null) {
            element = element.getComponentType();
        }
        return element;
    }

    private static String signature(String name, MethodType type) {
        String descriptor = type.toMethodDescriptorString();
        return name + descriptor.substring(0, descriptor.indexOf(')') + 1);
    }

    static MethodType type(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    }
}
