// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.ObjectReader;
import io.tern.rpc.spi.ObjectWriter;
import io.tern.rpc.spi.PeerDialect;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Codecs with policies of the test's choice, and short ways through them. */
final class Bytes {
    /** Admits the JDK and the classes of this package's tests. */
    static final ClassPolicy TEST_POLICY = policy(name ->
            name.startsWith("java.") || name.startsWith(Bytes.class.getPackageName()) && !name.contains("Forbidden"));

    static final ObjectCodec CODEC = codec(TEST_POLICY);

    private Bytes() {}

    static ClassPolicy policy(Predicate<String> admitted) {
        return new ClassPolicy() {
            @Override
            public boolean admits(String className) {
                return admitted.test(className);
            }

            @Override
            public String cure(String className) {
                return "add it to test.allow: " + className;
            }
        };
    }

    static ObjectCodec codec(ClassPolicy policy) {
        return new Hessian2Serialization().codec(policy, Bytes.class.getClassLoader());
    }

    static byte[] write(Object... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectWriter writer = CODEC.writer(out, PeerDialect.APACHE)) {
            for (Object value : values) {
                writer.write(value);
            }
        }
        return out.toByteArray();
    }

    static ObjectReader reader(byte[] bytes) {
        return reader(CODEC, bytes);
    }

    static ObjectReader reader(ObjectCodec codec, byte[] bytes) {
        return codec.reader(new ByteArrayInputStream(bytes), bytes.length);
    }

    static Object read(byte[] bytes) {
        return read(bytes, Object.class);
    }

    static <T> T read(byte[] bytes, Class<T> type) {
        try (ObjectReader reader = reader(bytes)) {
            @SuppressWarnings("unchecked")
            T value = (T) reader.read(type, type);
            return value;
        }
    }

    static Object readAs(byte[] bytes, Class<?> type, Type generic) {
        try (ObjectReader reader = reader(bytes)) {
            return reader.read(type, generic);
        }
    }

    @SuppressWarnings("unchecked")
    static <T> T roundTrip(T value) {
        return (T) read(write(value));
    }

    /** Runs code of which only the traces matter that it leaves, be it by succeeding or by failing. */
    static void attempt(ThrowingCallable code) {
        Throwable unused = catchThrowable(code);
    }
}
