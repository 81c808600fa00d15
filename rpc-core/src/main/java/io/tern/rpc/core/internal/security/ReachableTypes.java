// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.security;

import io.tern.rpc.spi.MethodDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that the methods of a service interface can carry, as far as their declarations tell: parameters, results,
 * declared exceptions, and from there on fields, superclasses' fields, type arguments, array elements, permitted
 * subclasses, and the classes of enum constants with a body.
 *
 * <p>An interface, an abstract class or {@code Object} adds its name, which no object can have, and nothing else: what
 * implements it is not searched for, and a package is never opened because of one of its classes. Classes of the JDK are
 * taken by name and not looked into.
 *
 * <p>Every type is expanded once in the life of an instance, so interfaces that share types cost the sum of the distinct
 * ones. Not thread-safe.
 */
final class ReachableTypes {
    private static final Logger log = LoggerFactory.getLogger(ReachableTypes.class);

    private final Set<Type> seen = new HashSet<>();
    private final Deque<Type> work = new ArrayDeque<>();

    /** The names that this interface adds to what earlier calls returned, as {@link Class#getName()} writes them. */
    Set<String> add(Class<?> serviceInterface) {
        addTypeArguments(serviceInterface, new HashSet<>());
        for (MethodDescriptor method : MethodDescriptor.of(serviceInterface)) {
            method.genericParameterTypes().forEach(this::later);
            later(method.genericResultType());
            method.exceptionTypes().forEach(this::later);
        }
        Set<String> names = new TreeSet<>();
        for (Type type = work.poll(); type != null; type = work.poll()) {
            expand(type, names);
        }
        return names;
    }

    /** {@code interface OrderDao extends Dao<Order>}: the inherited methods speak of T, the header says what it is. */
    private void addTypeArguments(Class<?> serviceInterface, Set<Class<?>> visited) {
        if (!visited.add(serviceInterface)) {
            return;
        }
        for (Type parent : serviceInterface.getGenericInterfaces()) {
            if (parent instanceof ParameterizedType parameterized) {
                laterAll(parameterized.getActualTypeArguments());
            }
        }
        for (Class<?> parent : serviceInterface.getInterfaces()) {
            addTypeArguments(parent, visited);
        }
    }

    private void later(@Nullable Type type) {
        if (type != null && seen.add(type)) {
            work.add(type);
        }
    }

    private void laterAll(Type[] types) {
        for (Type type : types) {
            later(type);
        }
    }

    private void expand(Type type, Set<String> names) {
        if (type instanceof Class<?> plain) {
            expandClass(plain, names);
        } else if (type instanceof ParameterizedType parameterized) {
            later(parameterized.getRawType());
            laterAll(parameterized.getActualTypeArguments());
        } else if (type instanceof GenericArrayType array) {
            later(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            laterAll(wildcard.getUpperBounds());
            laterAll(wildcard.getLowerBounds());
        } else if (type instanceof TypeVariable<?> variable) {
            laterAll(variable.getBounds());
        }
    }

    private void expandClass(Class<?> type, Set<String> names) {
        if (type.isArray()) {
            later(type.getComponentType());
        } else if (isJdk(type)) {
            if (isPublicApi(type)) {
                names.add(type.getName());
            }
        } else if (!type.isPrimitive()) {
            names.add(type.getName());
            try {
                expandOwn(type);
            } catch (LinkageError | TypeNotPresentException e) {
                log.warn(
                        "The types of {} cannot all be found ({}); what only its fields lead to stays closed to peers."
                                + " Complete the class path, or name those classes in tern.serialize.allow",
                        type.getName(),
                        e.toString());
            }
        }
    }

    private void expandOwn(Class<?> type) {
        later(type.getGenericSuperclass());
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                later(field.getGenericType());
            }
        }
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted != null) {
            laterAll(permitted);
        } else if (type.isEnum() && !Modifier.isFinal(type.getModifiers())) {
            // Constants with a body, compiled before Java 17 made such enums sealed: only the constants know their
            // classes.
            for (Object constant : type.getEnumConstants()) {
                later(constant.getClass());
            }
        }
    }

    private static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return !type.isPrimitive() && (loader == null || loader == ClassLoader.getPlatformClassLoader());
    }

    private static boolean isPublicApi(Class<?> type) {
        String name = type.getName();
        return (name.startsWith("java.") || name.startsWith("javax."))
                && Modifier.isPublic(type.getModifiers())
                && type.getModule().isExported(type.getPackageName());
    }

    /** The package of each type and of the interface, for {@link GateMode#LEARN}. */
    static List<String> packagesOf(Class<?> serviceInterface, Set<String> names) {
        Set<String> packages = new TreeSet<>();
        packages.add(serviceInterface.getPackageName());
        for (String name : names) {
            if (!name.startsWith("java.") && !name.startsWith("javax.")) {
                packages.add(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
            }
        }
        packages.remove("");
        return List.copyOf(packages);
    }
}
