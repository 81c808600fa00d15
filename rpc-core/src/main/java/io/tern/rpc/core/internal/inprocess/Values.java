// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.CallFacts;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ObjectWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which values can be handed over as they are, and the bytes of the others. */
final class Values {
    /** What one value takes at most besides the characters of a text. */
    private static final int MOST_BYTES = 16;

    private static final int MOST_BYTES_PER_CHAR = 3;

    private Values() {}

    /** Values as the serialization writes them. */
    static final class Bytes extends ByteArrayOutputStream {
        private Bytes() {
            super(256);
        }

        InputStream stream() {
            return new ByteArrayInputStream(buf, 0, count);
        }
    }

    /** The smaller one of two limits, of which one that is not positive is none. */
    static int smaller(int limitBytes, int otherBytes) {
        if (limitBytes <= 0) {
            return otherBytes;
        }
        return otherBytes <= 0 ? limitBytes : Math.min(limitBytes, otherBytes);
    }

    /**
     * Writes values.
     *
     * @param writing uses the writer that {@code open} makes
     * @param what they are, for messages: request or reply
     * @param limitBytes the most they may take; 0 or less: no limit
     * @throws RpcSerializationException if they cannot be written or take more; without facts of the call
     */
    static Bytes write(
            Function<ByteArrayOutputStream, ObjectWriter> open,
            Consumer<ObjectWriter> writing,
            String what,
            int limitBytes) {
        Bytes bytes = new Bytes();
        try (ObjectWriter writer = open.apply(bytes)) {
            writing.accept(writer);
        }
        if (limitBytes > 0 && bytes.size() > limitBytes) {
            throw new RpcSerializationException(
                    "the " + what + " has " + bytes.size() + " bytes, over the payload limit of " + limitBytes
                            + " bytes; send less or raise payload on both sides",
                    CallFacts.NONE,
                    null);
        }
        return bytes;
    }

    /**
     * Whether a value cannot be changed, and would come out of its bytes as it is where {@code declared} is the type. Says
     * nothing about values that are only declared as some supertype: in bytes a Short, say, is just a number.
     */
    static boolean isPlain(@Nullable Object value, Class<?> declared) {
        if (value == null) {
            return !declared.isPrimitive();
        }
        if (value instanceof String) {
            return true;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Boolean || value instanceof Double) {
            return declared == Object.class || isOf(declared, value);
        }
        if (value instanceof Short || value instanceof Byte || value instanceof Float || value instanceof Character) {
            return isOf(declared, value);
        }
        return value instanceof Enum<?> constant && constant.getDeclaringClass() == declared;
    }

    /** Whether it is plain where its own type is declared. */
    static boolean isPlain(@Nullable Object value) {
        return value == null
                || isPlain(value, value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass());
    }

    private static boolean isOf(Class<?> declared, Object value) {
        return declared == value.getClass()
                || (declared.isPrimitive()
                        && MethodType.methodType(declared).wrap().returnType() == value.getClass());
    }

    /** The most that a plain value would take. */
    static long mostBytes(@Nullable Object value) {
        return value instanceof String text ? MOST_BYTES + (long) MOST_BYTES_PER_CHAR * text.length() : MOST_BYTES;
    }

    /** Whether all attachments are texts. */
    static boolean areTexts(Map<String, Object> attachments) {
        for (Object value : attachments.values()) {
            if (!(value instanceof String)) {
                return false;
            }
        }
        return true;
    }
}
