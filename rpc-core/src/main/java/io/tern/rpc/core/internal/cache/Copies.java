// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cache;

import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.ObjectWriter;
import io.tern.rpc.spi.PeerDialect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as they would travel. What was kept as bytes cannot be changed by whoever holds the object, and equal bytes are
 * equal to a provider, whatever the object's own {@code equals} says.
 */
record Copies(ObjectCodec codec) {
    private static final Set<Class<?>> UNCHANGEABLE = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            UUID.class);

    /** What is kept of a value: bytes, or the value itself where nobody can change it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(@Nullable Object value, byte @Nullable [] bytes) {}

    /** The arguments of a call as they would travel. */
    @SuppressWarnings("ArrayRecordComponent") // compared by its content
    private record Bytes(byte[] content, int hash) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /**
     * Equal for arguments that a provider cannot tell apart.
     *
     * @throws RuntimeException if they cannot be written
     */
    Object key(@Nullable Object[] arguments) {
        for (Object argument : arguments) {
            if (!isUnchangeable(argument)) {
                byte[] bytes = written(arguments);
                return new Bytes(bytes, Arrays.hashCode(bytes));
            }
        }
        return Arrays.asList(arguments.clone());
    }

    /**
     * What to keep of a result.
     *
     * @throws RuntimeException if it cannot be written
     */
    Object keep(@Nullable Object value) {
        return isUnchangeable(value) ? new Kept(value, null) : new Kept(null, written(new @Nullable Object[] {value}));
    }

    /**
     * A result of its own for each caller.
     *
     * @throws RuntimeException if it cannot be read
     */
    @Nullable
    Object restored(Object kept, MethodDescriptor method) {
        Kept result = (Kept) kept;
        byte[] bytes = result.bytes();
        if (bytes == null) {
            return result.value();
        }
        try (ObjectReader reader = codec.reader(new ByteArrayInputStream(bytes), bytes.length)) {
            return reader.read(method.resultType(), method.genericResultType());
        }
    }

    private byte[] written(@Nullable Object[] values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectWriter writer = codec.writer(out, PeerDialect.APACHE)) {
            for (Object value : values) {
                writer.write(value);
            }
        }
        return out.toByteArray();
    }

    private static boolean isUnchangeable(@Nullable Object value) {
        return value == null || value instanceof Enum<?> || UNCHANGEABLE.contains(value.getClass());
    }
}
