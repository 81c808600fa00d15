// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Makes exceptions from what a peer says about them. */
final class Exceptions {
    private Exceptions() {}

    /** An exception with the message, or without one if its class takes none; null if none can be made that easily. */
    static @Nullable Throwable of(Class<?> type, @Nullable String message) {
        if (!Throwable.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
            return null;
        }
        Throwable made = of(type, new Class<?>[] {String.class}, message);
        return made == null ? of(type, new Class<?>[0]) : made;
    }

    private static @Nullable Throwable of(Class<?> type, Class<?>[] parameters, @Nullable Object... arguments) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            return constructor.trySetAccessible() ? (Throwable) constructor.newInstance(arguments) : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
