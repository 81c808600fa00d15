// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which fields of a class travel, in the order of Dubbo's own writer. */
final class ClassFields {
    private ClassFields() {}

    /**
     * The fields that travel: superclasses' first, objects before simple values, each in reverse order of declaration. The order
     * has no meaning to a reader, but equal bytes are easier to compare.
     */
    static List<Field> wireOrder(Class<?> type) {
        List<Field> simple = new ArrayList<>();
        List<Field> objects = new ArrayList<>();
        for (Field field : declared(type)) {
            (isSimple(field.getType()) ? simple : objects).add(field);
        }
        simple.addAll(objects);
        Collections.reverse(simple);
        return simple;
    }

    /** The fields that travel, subclass first; without those of the JDK's classes, which nobody else can reach. */
    static List<Field> declared(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> c = type; c != null && !isPlatform(c); c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (travels(field)) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    static boolean travels(Field field) {
        return !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
    }

    static void open(Field field) {
        try {
            field.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            Class<?> owner = field.getDeclaringClass();
            throw new IllegalStateException(
                    "field " + owner.getName() + "." + field.getName() + " cannot be reached: open package "
                            + owner.getPackageName() + " of module "
                            + owner.getModule().getName() + " to Tern",
                    e);
        }
    }

    /** A no-argument method such as readResolve, wherever in the hierarchy of the application's classes; null if none. */
    static @Nullable Method special(Class<?> type, String name) {
        for (Class<?> c = type; c != null && !isPlatform(c); c = c.getSuperclass()) {
            try {
                Method method = c.getDeclaredMethod(name);
                if (!Modifier.isStatic(method.getModifiers())
                        && !method.getReturnType().isPrimitive()) {
                    method.setAccessible(true);
                    return method;
                }
            } catch (NoSuchMethodException e) {
                // Look further up.
            }
        }
        return null;
    }

    /** Whether a class is the JDK's: its private fields are closed to everybody without a JVM flag. */
    static boolean isPlatform(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static boolean isSimple(Class<?> type) {
        return type.isPrimitive() || (type.getName().startsWith("java.lang.") && type != Object.class);
    }
}
