// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import io.tern.rpc.RpcException;
import io.tern.rpc.spi.Invocation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Throws an exception as the service would: one of a class, or an {@link RpcException}. A new one for each call, since
 * whoever catches it may change it.
 */
final class MockException implements StandIn {
    private static final String MESSAGE =
            "Mocked: this exception was thrown by the reference's mock, not by a provider";

    private final @Nullable Class<?> type;

    /** {@code type} null: an {@link RpcException}. */
    MockException(@Nullable Class<?> type) {
        this.type = type;
    }

    /** Why a class cannot be thrown; null if it can. */
    static @Nullable String fault(Class<?> type) {
        if (!Throwable.class.isAssignableFrom(type)) {
            return "is no exception";
        } else if (Modifier.isAbstract(type.getModifiers())) {
            return "is abstract";
        }
        List<Class<?>> message = List.of(String.class);
        return Stream.of(type.getDeclaredConstructors())
                        .anyMatch(constructor ->
                                List.of(constructor.getParameterTypes()).equals(message))
                ? null
                : "has no constructor that takes a message";
    }

    @Override
    public @Nullable Object answer(Invocation call) throws Throwable {
        if (type == null) {
            throw new RpcException(MESSAGE);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(String.class);
        constructor.trySetAccessible();
        throw (Throwable) constructor.newInstance(MESSAGE);
    }
}
