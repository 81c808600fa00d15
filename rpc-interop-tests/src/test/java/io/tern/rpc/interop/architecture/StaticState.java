// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.architecture;

import static com.tngtech.archunit.lang.ConditionEvent.createMessage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Finds static fields through which two users of one JVM would meet. A declared type tells too little ({@code Map} may be
 * {@code Map.of()} or a cache), so the value is looked at: the class is initialized and the field is read.
 */
final class StaticState extends ArchCondition<JavaField> {
    StaticState() {
        super("hold no state");
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
        String fault = field.getModifiers().contains(JavaModifier.FINAL) ? faultOf(field.reflect()) : "is not final";
        if (fault != null) {
            events.add(violated(field, createMessage(field, fault)));
        }
    }

    private static @Nullable String faultOf(Field field) {
        Object value;
        try {
            field.setAccessible(true);
            value = field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError("cannot read " + field, e);
        }
        if (value == null) {
            return null;
        }
        Class<?> type = value.getClass();
        if (type.isArray()) {
            boolean canBeWritten = Array.getLength(value) > 0 && !Modifier.isPrivate(field.getModifiers());
            return canBeWritten ? "is an array that other classes can write to" : null;
        }
        if (value instanceof Collection || value instanceof Map) {
            return isUnmodifiable(type) ? null : "holds a modifiable " + type.getName();
        }
        if (isStateful(value)) {
            return "holds a " + type.getName();
        }
        return hasOnlyFinalFields(type) ? null : "holds a " + type.getName() + ", whose fields can change";
    }

    private static boolean isUnmodifiable(Class<?> type) {
        return type.getName()
                .matches("java\\.util\\.(ImmutableCollections\\$.*|Collections\\$(Unmodifiable|Empty|Singleton).*)");
    }

    private static boolean isStateful(Object value) {
        return value instanceof ThreadLocal
                || value instanceof ClassValue
                || value instanceof Thread
                || value instanceof Executor
                || value instanceof Future
                || value instanceof Lock
                || value instanceof AutoCloseable
                || value instanceof StringBuilder
                || value.getClass().getName().startsWith("java.util.concurrent.atomic.")
                        && !value.getClass().getName().contains("FieldUpdater");
    }

    /** One level deep, and only for our own types: it finds the holder with a setter, not every trick. */
    private static boolean hasOnlyFinalFields(Class<?> type) {
        for (Class<?> each = type; each != null && each.getName().startsWith("io.tern."); each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
                    return false;
                }
            }
        }
        return true;
    }
}
