// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The message an exception was made with. A class that overrides getMessage adds to it, and does so again at the reader, so the
 * text that travels is the one below.
 */
final class ThrowableMessage {
    private ThrowableMessage() {}

    static Function<Throwable, @Nullable String> of(Class<?> type) {
        Class<?> lowest = null;
        for (Class<?> c = type; c != Throwable.class && c != null; c = c.getSuperclass()) {
            if (overrides(c)) {
                lowest = c;
            }
        }
        if (lowest == null) {
            return Throwable::getMessage;
        }
        if (lowest == FileSystemException.class) {
            return t -> ((FileSystemException) t).getReason();
        }
        return ClassFields.isPlatform(lowest) ? Throwable::getMessage : inherited(lowest);
    }

    private static boolean overrides(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("getMessage") && method.getParameterCount() == 0);
    }

    // What super.getMessage() gives inside the class that overrides it first.
    private static Function<Throwable, @Nullable String> inherited(Class<?> overriding) {
        try {
            MethodHandle handle = MethodHandles.privateLookupIn(overriding, MethodHandles.lookup())
                    .unreflectSpecial(Throwable.class.getMethod("getMessage"), overriding);
            return t -> invoke(handle, t);
        } catch (ReflectiveOperationException e) {
            return Throwable::getMessage;
        }
    }

    private static @Nullable String invoke(MethodHandle handle, Throwable throwable) {
        try {
            return (String) handle.invoke(throwable);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
