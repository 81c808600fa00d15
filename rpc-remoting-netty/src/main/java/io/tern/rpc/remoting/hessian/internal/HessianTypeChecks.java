// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Why objects of a class cannot be sent so that they arrive whole. */
final class HessianTypeChecks {
    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);
    private static final Set<String> THROWABLE_FIELDS =
            Set.of("detailMessage", "cause", "stackTrace", "suppressedExceptions");

    private HessianTypeChecks() {}

    /** The reason and the cure; null if the class can be sent as an object with fields. */
    static @Nullable String problem(Class<?> type) {
        String known = knownProblem(type);
        if (known != null) {
            return known;
        }
        if (!Serializable.class.isAssignableFrom(type)) {
            return "does not implement java.io.Serializable; let it, if it is meant to travel";
        }
        if (type.isSynthetic() || type.isHidden()) {
            return "is a lambda or generated; send data, not code";
        }
        if (ClassFields.isPlatform(type) && !Throwable.class.isAssignableFrom(type)) {
            return "is a class of the JDK that has no form in Hessian; send a value that has one";
        }
        Method replacement = ClassFields.special(type, "writeReplace");
        if (replacement != null) {
            return "has a writeReplace method, in "
                    + replacement.getDeclaringClass().getName()
                    + ", and would not arrive as itself; send what it stands for";
        }
        String closed = closedField(type);
        return closed == null ? sameName(type) : closed;
    }

    private static @Nullable String knownProblem(Class<?> type) {
        if (OPTIONALS.contains(type)) {
            return "cannot travel; send the value or null";
        }
        if (URL.class.isAssignableFrom(type)) {
            return "is not read by Dubbo's peers; send a String or a java.net.URI";
        }
        if (CharSequence.class.isAssignableFrom(type) && ClassFields.isPlatform(type)) {
            return "cannot travel; send its toString()";
        }
        if (Iterator.class.isAssignableFrom(type)
                || Enumeration.class.isAssignableFrom(type)
                || BaseStream.class.isAssignableFrom(type)) {
            return "cannot travel; send a list";
        }
        if (Future.class.isAssignableFrom(type)) {
            return "cannot travel; declare CompletableFuture as the return type of the method and return it there";
        }
        return Proxy.isProxyClass(type) ? "is a proxy; send data" : null;
    }

    // Private fields of a JDK superclass can be reached by nobody; leaving them out would lose data.
    private static @Nullable String closedField(Class<?> type) {
        if (Throwable.class.isAssignableFrom(type)) {
            return null;
        }
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (ClassFields.isPlatform(c)) {
                for (Field field : c.getDeclaredFields()) {
                    if (ClassFields.travels(field)) {
                        return "extends " + c.getName() + ", whose field " + field.getName()
                                + " cannot be reached; hold that object in a field instead";
                    }
                }
            }
        }
        return null;
    }

    // Readers put both values into the subclass's field.
    private static @Nullable String sameName(Class<?> type) {
        boolean throwable = Throwable.class.isAssignableFrom(type);
        Map<String, Field> seen = new HashMap<>();
        for (Field field : ClassFields.declared(type)) {
            Field other = seen.putIfAbsent(field.getName(), field);
            String owner = other == null ? null : field.getDeclaringClass().getName();
            if (other == null && throwable && THROWABLE_FIELDS.contains(field.getName())) {
                other = field;
                owner = Throwable.class.getName();
            }
            if (other != null) {
                return "has two fields of one name, "
                        + other.getDeclaringClass().getName() + "." + other.getName() + " and " + owner + "."
                        + field.getName() + ", of which only one would arrive; rename one or make it transient";
            }
        }
        return null;
    }
}
