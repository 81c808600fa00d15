// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OracleTest {
    static java.util.stream.Stream<Object> values() throws Exception {
        return TypeTableTest.valuesThatComeBackEqual()
                // Both written as Dubbo does, but its own reader corrupts primitive float fields (DefectsTest).
                .filter(value -> !(value instanceof Samples.Node));
    }

    @ParameterizedTest
    @MethodSource("values")
    void dubboReadsWhatWeWrite(Object value) throws Exception {
        assertThat(Oracle.read(Bytes.write(value))).isEqualTo(value);
    }

    static java.util.stream.Stream<Object> valuesThatDubboCanWrite() throws Exception {
        // Minus zero loses its sign in Dubbo's writer (DefectsTest).
        return values().filter(value -> !value.equals(-0.0));
    }

    @ParameterizedTest
    @MethodSource("valuesThatDubboCanWrite")
    void weReadWhatDubboWrites(Object value) throws Exception {
        assertThat(Bytes.read(Oracle.write(value))).isEqualTo(value);
    }

    @Test
    void objectsOfTheApplicationAreWrittenToTheByteAsDubboDoes() throws Exception {
        Samples.Node cycle = new Samples.Node("a", null);
        cycle.next = new Samples.Node("b", cycle);
        Object shared = new ArrayList<>(List.of("x"));
        Map<Object, Object> map = new HashMap<>(Map.of("one", shared));
        map.put("two", shared);
        Object[] values = {
            cycle,
            map,
            new Samples.Point(1, 2, "x"),
            Samples.Color.WITH_BODY,
            new int[][] {{1}, {2}},
            Arrays.asList(1, 2L, 3.0, 0.1f, 'c').toArray(),
            new java.sql.Timestamp(5),
            java.time.LocalDateTime.now(),
            new Samples.Child("c", 2),
            java.util.Locale.GERMANY,
            java.util.UUID.randomUUID(),
            new java.math.BigDecimal("1.50"),
            new IllegalStateException("ise")
        };
        for (Object value : values) {
            if (value instanceof Throwable throwable) {
                throwable.setStackTrace(new StackTraceElement[0]);
            }
            assertThat(Bytes.write(value, value)).as(value.getClass().getName()).isEqualTo(Oracle.write(value, value));
        }
    }

    @Test
    void cyclesAndSharedObjectsStay() throws Exception {
        Samples.Node a = new Samples.Node("a", null);
        a.next = new Samples.Node("b", a);
        for (byte[] bytes : List.of(Bytes.write((Object) a), Oracle.write((Object) a))) {
            Samples.Node copy = (Samples.Node) Bytes.read(bytes);
            assertThat(copy.next.next).isSameAs(copy);
            assertThat(copy.weight).isEqualTo(1.5f);
            assertThat(copy.after).isEqualTo(3);
        }
    }

    @Test
    void containersTakeTheTypesOfTheirFields() throws Exception {
        Samples.Typed typed = new Samples.Typed();
        typed.shorts.add((short) 5);
        typed.bytes.put("k", (byte) 1);
        typed.colors = new EnumMap<>(Map.of(Samples.Color.RED, 1));
        typed.stamp = new java.sql.Timestamp(123);
        typed.nested.add(List.of((short) 4));
        for (byte[] bytes : List.of(Bytes.write(typed), Oracle.write(typed))) {
            Samples.Typed copy = (Samples.Typed) Bytes.read(bytes);
            assertThat(copy.shorts.get(0)).isEqualTo((short) 5);
            assertThat(copy.bytes.get("k")).isEqualTo((byte) 1);
            assertThat(copy.colors).isEqualTo(typed.colors).isInstanceOf(EnumMap.class);
            assertThat(copy.stamp).isEqualTo(typed.stamp);
            assertThat(copy.set).isEqualTo(typed.set);
            assertThat(copy.queue).containsExactly("q");
            assertThat(copy.nested.get(0).get(0)).isEqualTo((short) 4);
        }
    }

    @Test
    void exceptionsTravelBothWaysWithTheirFieldsCauseTraceAndSuppressed() throws Exception {
        Samples.BusinessException sent =
                new Samples.BusinessException("boom", 42, new IllegalArgumentException("inner"));
        sent.addSuppressed(new UnsupportedOperationException("also"));
        Samples.BusinessException ours = (Samples.BusinessException) Oracle.read(Bytes.write(sent));
        Samples.BusinessException theirs = (Samples.BusinessException) Bytes.read(Oracle.write(sent));
        Samples.BusinessException both = (Samples.BusinessException) Bytes.read(Bytes.write(sent));
        for (Samples.BusinessException copy : List.of(ours, theirs, both)) {
            assertThat(copy.getMessage()).isEqualTo("42: boom");
            assertThat(copy.code).isEqualTo(42);
            assertThat(copy.getCause())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("inner");
            assertThat(copy.getCause().getCause()).isNull();
            assertThat(copy.getSuppressed()).hasSize(1);
            assertThat(copy.getStackTrace()).hasSameSizeAs(sent.getStackTrace());
            assertThat(copy.getStackTrace()[0].toString()).isEqualTo(sent.getStackTrace()[0].toString());
        }
    }
}
