// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import io.tern.rpc.core.internal.value.TypedValues;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Returns the value of a literal, as far as the result of the method can hold it. A new one for each call, since whoever
 * gets it may change it.
 */
final class Literal implements StandIn {
    private final TypedValues values = TypedValues.ofLiterals();
    private final String text;
    /** What was read: null, {@link Empty}, a {@link Boolean}, {@link BigDecimal}, {@link String}, list or map. */
    private final @Nullable Object read;
    /** Why it is no JSON although it begins like that; null if it is, or does not. */
    private final @Nullable String fault;

    /** The word {@code empty}. */
    private record Empty() {}

    /**
     * Reads a literal: {@code null}, {@code empty}, or JSON, with quotes of any kind. What is none of these is a text, as
     * in Dubbo.
     */
    Literal(String written) {
        text = written.replace('`', '"');
        Object value = text;
        String reason = null;
        if (text.equals("empty")) {
            value = new Empty();
        } else if (JsonReader.looksLikeJson(text)) {
            try {
                value = new JsonReader(text).read();
            } catch (IllegalArgumentException e) {
                reason = e.getMessage();
            }
        }
        read = value;
        fault = reason;
    }

    /**
     * The value for a method.
     *
     * @throws IllegalArgumentException with the reason if the method's result cannot hold it
     */
    @Nullable
    Object value(MethodDescriptor method) {
        Class<?> type = method.resultType();
        if (read instanceof Empty) {
            return values.empty(method.genericResultType());
        } else if (read != null && (type == String.class || type == CharSequence.class)) {
            return read instanceof String quoted && fault == null ? quoted : withoutQuotes();
        } else if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
        return values.of(read, method.genericResultType());
    }

    /** For a method that returns a text, everything is one: {@code 007} is not 7, and JSON is for the caller to read. */
    private String withoutQuotes() {
        int last = text.length() - 1;
        boolean quoted = last > 0 && "\"'".indexOf(text.charAt(0)) >= 0 && text.charAt(0) == text.charAt(last);
        return quoted ? text.substring(1, last) : text;
    }

    @Override
    public @Nullable Object answer(Invocation call) {
        return value(call.method());
    }
}
