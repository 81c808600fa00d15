// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.internal.security.ClassGate;
import io.tern.rpc.core.internal.security.GateMode;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.ObjectReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine's own policy and this codec agree on what the JDK's values are called. */
class BuiltInTypesTest {
    private static final ObjectCodec CODEC = Bytes.codec(
            new ClassGate(GateMode.STRICT, List.of(), BuiltInTypesTest.class.getClassLoader(), System::nanoTime));

    static Stream<Object> values() throws Exception {
        return Stream.concat(
                TypeTableTest.valuesThatComeBackEqual()
                        // A file name and a pattern are taken only where an interface declares them.
                        .filter(value -> !(value instanceof java.io.File))
                        .filter(value -> !value.getClass().getName().contains("Samples")
                                && !(value instanceof java.util.EnumSet<?>)),
                Stream.of(
                        new java.util.concurrent.atomic.AtomicInteger(1),
                        new java.util.concurrent.atomic.AtomicReference<>("x"),
                        new java.util.GregorianCalendar(),
                        new java.util.concurrent.ConcurrentHashMap<>(java.util.Map.of("a", 1)),
                        new java.util.concurrent.CopyOnWriteArrayList<>(List.of(1)),
                        new java.util.ArrayDeque<>(List.of(1)),
                        new java.util.PriorityQueue<>(List.of(1)),
                        new java.util.Properties(),
                        java.time.DayOfWeek.MONDAY));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesOfTheJdkNeedNoSetting(Object value) {
        try (ObjectReader reader = Bytes.reader(CODEC, Bytes.write(value))) {
            assertThat(reader.read(Object.class, Object.class))
                    .isInstanceOfAny(
                            value.getClass(), java.util.Collection.class, java.util.Map.class, java.time.ZoneId.class);
        }
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void exceptionsOfTheJdkNeedNoSetting(Throwable exception) {
        try (ObjectReader reader = Bytes.reader(CODEC, Bytes.write(exception))) {
            assertThat(reader.readThrowable()).hasSameClassAs(exception).hasMessage(exception.getMessage());
        }
    }

    static Stream<Throwable> exceptions() {
        return Stream.of(
                new NullPointerException("x"),
                new IllegalStateException("x"),
                new java.io.IOException("x"),
                new java.util.concurrent.TimeoutException("x"),
                new java.sql.SQLException("x"),
                new StackOverflowError("x"),
                new java.util.NoSuchElementException(),
                new java.io.UncheckedIOException("x", new java.io.IOException()),
                new java.util.concurrent.ExecutionException("x", new Error("y")),
                new NumberFormatException("x"));
    }
}
