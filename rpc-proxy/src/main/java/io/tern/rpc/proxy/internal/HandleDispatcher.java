// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy.internal;

import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ServiceDispatcher;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls a service through one method handle per method. Thread-safe. */
public final class HandleDispatcher implements ServiceDispatcher {
    private static final MethodType CALL = MethodType.methodType(Object.class, Object.class, Object[].class);

    private final Class<?> serviceInterface;
    private final MethodHandle[] handles;

    /** @throws IllegalArgumentException if a method may not be called from here */
    public HandleDispatcher(Class<?> serviceInterface, List<MethodDescriptor> methods) {
        this.serviceInterface = serviceInterface;
        this.handles =
                methods.stream().map(descriptor -> handle(descriptor.method())).toArray(MethodHandle[]::new);
    }

    @Override
    public @Nullable Object dispatch(int methodIndex, Object service, @Nullable Object[] arguments) throws Throwable {
        if (methodIndex < 0 || methodIndex >= handles.length) {
            throw new IndexOutOfBoundsException(
                    DispatcherClass.badIndex(serviceInterface, handles.length) + methodIndex);
        }
        return (Object) handles[methodIndex].invokeExact(service, arguments);
    }

    private static MethodHandle handle(Method method) {
        try {
            return lookup(method.getDeclaringClass())
                    .unreflect(method)
                    .asFixedArity()
                    .asType(MethodType.genericMethodType(1 + method.getParameterCount()))
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(CALL);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "The service method " + method + " cannot be called from Tern: " + e.getMessage()
                            + ". Make the interface public, or open its package to Tern's module.",
                    e);
        }
    }

    private static MethodHandles.Lookup lookup(Class<?> declaring) {
        try {
            return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup());
        } catch (IllegalAccessException closedModule) {
            return MethodHandles.lookup();
        }
    }
}
