// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import io.tern.rpc.core.internal.settings.NamedClass;
import io.tern.rpc.spi.Invocation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An object of a mock class; made at the first call that it answers, and then kept. Thread-safe. */
final class MockObject implements StandIn {
    private final Class<?> type;
    private @Nullable Object instance; // guarded by this

    MockObject(Class<?> type) {
        this.type = type;
    }

    Class<?> type() {
        return type;
    }

    /** Why a class cannot stand in for the interface; null if it can. {@link NamedClass} has found it. */
    static @Nullable String fault(Class<?> type, Class<?> serviceInterface) {
        if (!serviceInterface.isAssignableFrom(type)) {
            return "does not implement " + serviceInterface.getName();
        } else if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return "is abstract; a mock is a class of which an object can be made";
        }
        return Stream.of(type.getDeclaredConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0)
                ? null
                : "has no constructor without parameters";
    }

    @Override
    public @Nullable Object answer(Invocation call) throws Throwable {
        Method method = call.method().method();
        method.trySetAccessible();
        try {
            return method.invoke(instance(), call.arguments());
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private synchronized Object instance() throws Throwable {
        Object made = instance;
        if (made == null) {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.trySetAccessible();
            try {
                made = constructor.newInstance();
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("The mock " + type.getName() + " cannot be made", e.getCause());
            }
            instance = made;
        }
        return made;
    }
}
