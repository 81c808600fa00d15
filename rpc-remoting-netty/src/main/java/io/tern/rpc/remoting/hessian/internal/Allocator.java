// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects without running their constructors, as Dubbo's reader does. The JDK's supported door for serialization
 * libraries is used, which needs no flag and prints no warning; it is reached by reflection because compilers warn about its
 * package.
 */
final class Allocator {
    private static final @Nullable MethodHandle DOOR = door();

    private final Class<?> type;
    private final Constructor<?> constructor;

    private Allocator(Class<?> type, Constructor<?> constructor) {
        this.type = type;
        this.constructor = constructor;
    }

    /**
     * An allocator for a class that runs only one constructor, of a superclass.
     *
     * @param base the superclass whose constructor runs
     * @param parameters of that constructor
     */
    static Allocator of(Class<?> type, Class<?> base, Class<?>... parameters) {
        if (type.isInterface() || type.isArray() || type.isPrimitive() || Modifier.isAbstract(type.getModifiers())) {
            throw new IllegalStateException(type.getName() + " is abstract: no object of it can exist");
        }
        try {
            Constructor<?> first = base.getDeclaredConstructor(parameters);
            if (type == base) {
                return new Allocator(type, first);
            }
            if (DOOR == null) {
                throw new IllegalStateException(
                        "module jdk.unsupported is missing in this Java runtime: add it, objects are made through it");
            }
            return new Allocator(type, (Constructor<?>) DOOR.invoke(type, first));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("no object of " + type.getName() + " can be made", e);
        }
    }

    Object allocate(@Nullable Object... arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw Faults.decode("no object of " + type.getName() + " can be made", e);
        }
    }

    private static @Nullable MethodHandle door() {
        try {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Object instance = lookup.findStatic(factory, "getReflectionFactory", MethodType.methodType(factory))
                    .invoke();
            return lookup.findVirtual(
                            factory,
                            "newConstructorForSerialization",
                            MethodType.methodType(Constructor.class, Class.class, Constructor.class))
                    .bindTo(instance);
        } catch (ClassNotFoundException e) {
            return null;
        } catch (Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
