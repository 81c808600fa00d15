// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy.internal;

import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Behind a JDK proxy: finds the call of a method. Thread-safe. */
public final class ProxyHandler implements InvocationHandler {
    private static final Object[] NO_ARGUMENTS = {};

    private final List<MethodCall> calls;
    private final String description;
    private final Map<String, MethodDescriptor> bySignature;
    private final Map<Method, Target> targets = new ConcurrentHashMap<>();

    public ProxyHandler(
            Class<?> serviceInterface, List<MethodDescriptor> methods, List<MethodCall> calls, String description) {
        this.calls = List.copyOf(calls);
        this.description = description;
        this.bySignature = StubMethods.bySignature(methods);
        for (Method method : StubMethods.of(serviceInterface)) {
            targets.put(method, target(method));
        }
    }

    @FunctionalInterface
    private interface Target {
        @Nullable
        Object invoke(Object proxy, @Nullable Object[] arguments) throws Throwable;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Target target = targets.get(method);
        if (target == null) {
            target = targets.computeIfAbsent(method, this::target);
        }
        return target.invoke(proxy, arguments == null ? NO_ARGUMENTS.clone() : arguments);
    }

    private Target target(Method method) {
        if (StubMethods.isObjectMethod(method)) {
            return objectMethod(method.getName());
        }
        if (method.isBridge() && method.isDefault()) {
            return bridge(method);
        }
        MethodDescriptor descriptor = StubMethods.descriptor(method, bySignature);
        MethodCall call = calls.get(descriptor.index());
        Object empty = descriptor.emptyReturn();
        return (proxy, arguments) -> {
            Object result = call.call(arguments);
            return result == null ? empty : result;
        };
    }

    private Target objectMethod(String name) {
        return switch (name) {
            case "toString" -> (proxy, arguments) -> description;
            case "hashCode" -> (proxy, arguments) -> System.identityHashCode(proxy);
            case "equals" -> (proxy, arguments) -> proxy == arguments[0];
            default -> (proxy, arguments) -> null;
        };
    }

    /** Runs the bridge's own body, which casts and calls the method that it stands for. */
    private static Target bridge(Method method) {
        MethodHandle body;
        try {
            body = MethodHandles.privateLookupIn(method.getDeclaringClass(), MethodHandles.lookup())
                    .unreflectSpecial(method, method.getDeclaringClass())
                    .asFixedArity();
        } catch (IllegalAccessException closedModule) {
            return (proxy, arguments) -> InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return (proxy, arguments) -> body.bindTo(proxy).invokeWithArguments(arguments);
    }
}
