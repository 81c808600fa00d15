// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.settings.NamedClass;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user's class that stands in front of a reference's proxy and is what users of the reference get. One object for each
 * reference, made when it is first asked for: its constructor may call. Thread-safe.
 */
public final class UserStub {
    private final ReferenceSettings settings;
    private @Nullable Object made; // guarded by this

    private UserStub(ReferenceSettings settings) {
        this.settings = settings;
    }

    /** That of a reference; null if it has none. */
    public static @Nullable UserStub of(ReferenceSettings settings) {
        return settings.style().stub() == null ? null : new UserStub(settings);
    }

    /** What is wrong with the stub of a reference (CFG-08, CFG-11); empty if nothing is. Makes no object. */
    public static List<ConfigProblem> problems(ReferenceSettings settings) {
        String name = settings.style().stub();
        if (name == null) {
            return List.of();
        }
        Origin origin = origin(settings.origins());
        if (settings.style().isGeneric()) {
            return List.of(ConfigErrors.contradiction(
                    origin, name, "the attribute generic, which calls without the interface; remove one of them"));
        }
        Class<?> type = NamedClass.find(name, settings.serviceInterface().getClassLoader());
        if (type == null) {
            return List.of(ConfigErrors.missingClass(origin, name));
        }
        String fault = fault(type, settings.serviceInterface());
        return fault == null
                ? List.of()
                : List.of(ConfigErrors.wrongType(
                        ConfigCode.CFG_08, origin, name, "names the class " + type.getName() + ", which " + fault));
    }

    private static Origin origin(Map<String, Origin> origins) {
        Origin stub = origins.getOrDefault("stub", Origin.BUILT_IN);
        return stub.attribute() == null ? origins.getOrDefault("local", Origin.BUILT_IN) : stub;
    }

    private static @Nullable String fault(Class<?> type, Class<?> serviceInterface) {
        if (!serviceInterface.isAssignableFrom(type)) {
            return "does not implement " + serviceInterface.getName();
        } else if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return "is abstract; a stub is a class of which an object can be made";
        }
        return constructor(type, serviceInterface) == null
                ? "has no constructor with one parameter of the type " + serviceInterface.getName()
                : null;
    }

    private static @Nullable Constructor<?> constructor(Class<?> type, Class<?> serviceInterface) {
        try {
            return type.getDeclaredConstructor(serviceInterface);
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    /**
     * The object around a proxy, always the same.
     *
     * @throws IllegalStateException if it cannot be made, with the constructor's exception as cause; tried again next time
     */
    public synchronized Object around(Object proxy) {
        Object stub = made;
        if (stub == null) {
            stub = make(proxy);
            made = stub;
        }
        return stub;
    }

    private Object make(Object proxy) {
        Class<?> service = settings.serviceInterface();
        String name = String.valueOf(settings.style().stub());
        Class<?> type = NamedClass.find(name, service.getClassLoader());
        Constructor<?> constructor = type == null ? null : constructor(type, service);
        if (constructor == null) {
            throw new IllegalStateException(cannotBeMade(name)); // it was there when the settings were checked
        }
        constructor.trySetAccessible();
        try {
            return constructor.newInstance(proxy);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(cannotBeMade(name), e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException(cannotBeMade(name), e);
        }
    }

    private String cannotBeMade(String name) {
        return "The stub " + name + " of reference \"" + settings.id() + "\" cannot be made; mend its constructor";
    }
}
