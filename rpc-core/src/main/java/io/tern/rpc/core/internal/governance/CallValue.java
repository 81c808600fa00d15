// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.spi.Invocation;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What the consumer's side of a condition route looks at. */
sealed interface CallValue {
    /** The value in one call; null if it has none. */
    @Nullable
    String of(Invocation call);

    /** Whether two calls of one method can have different values. */
    default boolean changesByCall() {
        return true;
    }

    /** Chooses by the key of a condition. */
    static CallValue of(String key, ConsumerFacts consumer) {
        if (key.equals("method") || key.equals("methods")) {
            return new MethodName();
        }
        if (key.startsWith("arguments[")) {
            return new Argument(Integer.parseInt(key.substring("arguments[".length(), key.length() - 1)));
        }
        if (key.startsWith("attachments[")) {
            return new Attachment(key.substring("attachments[".length(), key.length() - 1));
        }
        return new Fixed(consumer.value(key));
    }

    /** {@code method}. */
    record MethodName() implements CallValue {
        @Override
        public String of(Invocation call) {
            return call.method().name();
        }

        @Override
        public boolean changesByCall() {
            return false;
        }
    }

    /** A fact about the consumer. */
    record Fixed(@Nullable String value) implements CallValue {
        @Override
        public @Nullable String of(Invocation call) {
            return value;
        }

        @Override
        public boolean changesByCall() {
            return false;
        }
    }

    /** {@code arguments[0]}. */
    record Argument(int index) implements CallValue {
        @Override
        public @Nullable String of(Invocation call) {
            @Nullable Object[] arguments = call.arguments();
            return index < arguments.length ? text(arguments[index]) : null;
        }
    }

    /** {@code attachments[key]}. */
    record Attachment(String key) implements CallValue {
        @Override
        public @Nullable String of(Invocation call) {
            return text(call.attachment(key));
        }
    }

    /** Only of types whose text is the JDK's: no code of the application runs because of a rule. */
    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        boolean plain = value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Double
                || value instanceof Float
                || isOfClass(value, BigInteger.class)
                || isOfClass(value, BigDecimal.class);
        return plain ? String.valueOf(value) : null;
    }

    /** Not of a subclass, whose text could be anything. */
    private static boolean isOfClass(@Nullable Object value, Class<?> type) {
        return value != null && value.getClass() == type;
    }
}
