// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static io.tern.rpc.remoting.hessian.internal.Bytes.read;
import static io.tern.rpc.remoting.hessian.internal.Bytes.roundTrip;
import static io.tern.rpc.remoting.hessian.internal.Bytes.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TypeTableTest {
    static Stream<Object> valuesThatComeBackEqual() throws Exception {
        return Stream.of(
                true,
                false,
                0,
                1,
                -1,
                47,
                48,
                -17,
                2047,
                2048,
                262143,
                262144,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                0L,
                15L,
                16L,
                -9L,
                2048L,
                262144L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                (long) Integer.MAX_VALUE + 1,
                0.0,
                -0.0,
                1.0,
                12.0,
                300.0,
                0.25,
                1.5e300,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Double.MIN_VALUE,
                "",
                "a",
                "x".repeat(31),
                "x".repeat(32),
                "x".repeat(1023),
                "x".repeat(1024),
                "y".repeat(70_000),
                "a\uD83D\uDE00z\u00e9\u4e2d\0",
                "\uD83D\uDE00".repeat(20_000),
                new Date(0),
                new Date(60_000),
                new Date(1_234_567_890_123L),
                new Date(-1),
                new BigDecimal("-12.3400"),
                new BigDecimal("1E+30"),
                BigDecimal.ZERO,
                BigInteger.ZERO,
                BigInteger.ONE.negate(),
                BigInteger.TWO.pow(32),
                BigInteger.TWO.pow(200).add(BigInteger.TEN).negate(),
                UUID.randomUUID(),
                new File("a/b"),
                URI.create("http://a/b?c=d"),
                Currency.getInstance("EUR"),
                Locale.GERMANY,
                Locale.FRENCH,
                new Locale("no", "NO", "NY"),
                Locale.ROOT,
                new java.sql.Date(5_000),
                new java.sql.Time(7_000),
                new java.sql.Timestamp(9_000),
                Instant.ofEpochSecond(5, 7),
                Duration.ofSeconds(-3, 9),
                LocalDate.of(2024, 2, 29),
                LocalTime.of(1, 2, 3, 4),
                LocalDateTime.of(2024, 2, 29, 1, 2),
                OffsetDateTime.of(2024, 1, 1, 0, 0, 0, 5, ZoneOffset.ofHours(-3)),
                OffsetTime.of(1, 2, 3, 4, ZoneOffset.UTC),
                ZonedDateTime.of(2024, 7, 1, 0, 0, 0, 5, ZoneId.of("Europe/Paris")),
                Year.of(-5),
                YearMonth.of(2024, 12),
                MonthDay.of(2, 29),
                Period.of(1, -2, 3),
                ZoneOffset.ofHours(5),
                ZoneId.of("UTC+1"),
                new ArrayList<>(Arrays.asList(1, null, "b")),
                new LinkedList<>(List.of(1L, 2.0)),
                new TreeSet<>(Set.of("a", "b")),
                new LinkedHashMap<>(Map.of("k", List.of())),
                new TreeMap<>(Map.of("a", 1)),
                Map.of(1, "x"),
                List.of(),
                List.of(1),
                List.of(1, 2, 3),
                Set.of("q"),
                Set.of("q", "r", "s"),
                Map.of(),
                Map.of("a", 1, "b", 2),
                Collections.emptyList(),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                Arrays.asList(1, 2),
                Collections.unmodifiableMap(new TreeMap<>(Map.of("x", 1))),
                Collections.singletonMap("a", null),
                List.of(1, 2, 3).subList(0, 2),
                new ArrayList<>(List.of(1, 2, 3)).subList(0, 2),
                InetAddress.getByAddress("host", new byte[] {10, 1, 2, 3}),
                InetAddress.getByAddress(new byte[16]),
                InetSocketAddress.createUnresolved("nowhere.invalid", 80),
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 9),
                java.util.EnumSet.of(Samples.Color.RED),
                java.util.EnumSet.noneOf(Samples.Color.class),
                java.util.BitSet.valueOf(new long[] {5, 6}),
                Samples.Color.GREEN,
                Samples.Color.WITH_BODY,
                String.class,
                int[].class,
                new java.util.AbstractMap.SimpleEntry<>("k", 1),
                new Samples.Point(1, 2.5f, "p"),
                new Samples.Node("n", null));
    }

    @ParameterizedTest
    @MethodSource("valuesThatComeBackEqual")
    void valuesComeBackEqual(Object value) {
        assertThat(roundTrip(value)).isEqualTo(value);
    }

    @Test
    void arraysKeepTheirType() {
        Object[] arrays = {
            new int[] {1, -1},
            new long[] {1, Long.MIN_VALUE},
            new short[] {1},
            new boolean[] {true, false},
            new float[] {1.5f, 0.1f},
            new double[] {1.5, 0.1},
            new byte[0],
            new byte[100_000],
            new String[] {"a", null},
            new Object[] {1, "x", null},
            new Integer[] {1, null},
            new int[][] {{1}, {}, null},
            new String[][][] {{{"x"}}},
            new Samples.Color[] {Samples.Color.RED},
            new Date[] {new Date(5)},
            new int[20],
            new Object[0]
        };
        for (Object array : arrays) {
            assertThat(roundTrip(array)).hasSameClassAs(array).isEqualTo(array);
        }
    }

    @Test
    void numbersTakeTheDeclaredType() {
        assertThat(read(write(5), String.class)).isEqualTo("5");
        assertThat(read(write(5), Long.class)).isEqualTo(5L);
        assertThat(read(write(5L), Integer.class)).isEqualTo(5);
        assertThat(read(write((short) 5), Short.class)).isEqualTo((short) 5);
        assertThat(read(write(1.5f), Float.class)).isEqualTo(1.5f);
        assertThat(read(write('x'), Character.class)).isEqualTo('x');
        assertThat(read(write("xyz".toCharArray()), char[].class)).isEqualTo("xyz".toCharArray());
        assertThat((Object) read(write((Object) null), int.class)).isEqualTo(0);
    }
}
