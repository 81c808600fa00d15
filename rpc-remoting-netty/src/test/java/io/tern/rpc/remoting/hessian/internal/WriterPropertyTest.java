// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The writer against both versions of hessian-lite that peers have: equal bytes, and what they read of them is equal again. */
class WriterPropertyTest {
    private final OldOracle old = new OldOracle();

    WriterPropertyTest() throws Exception {}

    /** Primitive fields that hessian-lite 4.0.4 reads wrong, or not at all; it writes them well. */
    static final class Reals implements Serializable {
        float real;
        Float boxedReal;
        char letter;
        Character boxedLetter;

        Reals(float real, char letter) {
            this.real = real;
            this.boxedReal = real;
            this.letter = letter;
            this.boxedLetter = letter;
        }
    }

    @Property(tries = 400)
    void randomGraphsAreWrittenToTheByteAndReadByBothVersions(@ForAll long seed) throws Exception {
        Object graph = new RandomGraph(new Random(seed)).make();
        byte[] ours = Bytes.write(graph);
        assertThat(ours).isEqualTo(Oracle.write(graph));
        assertThat(Oracle.write(Oracle.read(ours))).isEqualTo(ours);
        assertThat(old.write(old.read(ours))).isEqualTo(old.write(graph));
    }

    @Property(tries = 300)
    void realsAndCharactersAreWrittenToTheByte(@ForAll float real, @ForAll char letter, @ForAll double wide)
            throws Exception {
        // Zero has another test: hessian-lite drops its sign.
        double written = wide == 0 ? 1 : wide;
        Object value = new Object[] {
            new Reals(real == 0 ? 0 : real, letter),
            real == 0 ? 1f : real,
            written,
            letter,
            new char[] {letter, 'x'},
            new float[] {real == 0 ? 2 : real},
            written / 1000
        };
        assertThat(Bytes.write(value)).isEqualTo(Oracle.write(value));
    }

    @Property(tries = 300)
    void numbersAtEachEdgeAreWrittenToTheByte(@ForAll @IntRange(min = 0, max = 63) int bits, @ForAll boolean negative)
            throws Exception {
        List<Object> values = new ArrayList<>();
        for (int offset = -2; offset <= 2; offset++) {
            long value = (1L << bits) + offset;
            value = negative ? -value : value;
            values.addAll(List.of(
                    value, (int) value, (short) value, (byte) value, new Date(value), new Date(value * 60_000)));
        }
        assertThat(Bytes.write(values)).isEqualTo(Oracle.write(values));
    }

    @Property(tries = 60)
    void longTextsAreCutWhereHessianLiteCutsThem(
            @ForAll @IntRange(min = 0, max = 3) int chunks,
            @ForAll @IntRange(min = -3, max = 3) int more,
            @ForAll @IntRange(min = 0, max = 20) int before,
            @ForAll long seed)
            throws Exception {
        Random random = new Random(seed);
        int length = Math.max(0, chunks * 0x8000 + more);
        String[] alphabets = {"a", "\u00e9", "\u4e2d", "\uD83D\uDE00", "ab\u00e9", "\uD83D", "a\uD83D\uDE00"};
        String alphabet = alphabets[random.nextInt(alphabets.length)];
        String text = "x".repeat(random.nextInt(2)) + alphabet.repeat(length / alphabet.length() + 1);
        Object value = List.of("y".repeat(before), new String(text.substring(0, length)), "z");
        byte[] ours = Bytes.write(value);
        assertThat(ours).isEqualTo(Oracle.write(value));
        assertThat(Oracle.read(ours)).isEqualTo(value);
        assertThat(old.read(ours)).isEqualTo(value);
    }

    @Property(tries = 150)
    void dataOfAnyLengthIsReadByBothVersions(
            @ForAll @IntRange(min = 0, max = 9_000) int before,
            @ForAll @IntRange(min = 0, max = 20) int doublings,
            @ForAll @IntRange(min = -17, max = 17) int more)
            throws Exception {
        byte[] data = new byte[Math.max(0, (1 << doublings) + more)];
        new Random(doublings).nextBytes(data);
        Object[] value = {"x".repeat(before), data, new ByteArrayInputStream(data), "end"};
        byte[] ours = Bytes.write((Object) value);
        for (Object read : List.of(Oracle.read(ours), old.read(ours), Bytes.read(ours))) {
            Object[] parts = (Object[]) read;
            assertThat(parts[0]).isEqualTo(value[0]);
            assertThat(parts[1]).isEqualTo(data);
            assertThat(parts[2]).isEqualTo(data);
            assertThat(parts[3]).isEqualTo("end");
        }
    }

    @Test
    void shortDataIsWrittenToTheByte() throws Exception {
        for (int length = 0; length < 2_000; length += length < 1_100 ? 1 : 100) {
            byte[] data = new byte[length];
            assertThat(Bytes.write((Object) data)).isEqualTo(Oracle.write((Object) data));
        }
    }

    @Test
    void aClassInMuchUseIsWrittenAsBefore() throws Exception {
        for (int i = 0; i < 20; i++) {
            Object value = List.of(
                    new RandomGraph(new Random(i)).everything(), new Reals(i + 0.5f, 'x'), new Samples.Child("c", i));
            byte[] first = Oracle.write(value);
            for (int n = 0; n < 1_000; n++) {
                assertThat(Bytes.write(value)).isEqualTo(first);
            }
        }
    }

    @Test
    void referencesAreRightForAnyNumberOfObjects() throws Exception {
        int[] counts = IntStream.concat(IntStream.range(1, 150), IntStream.of(1_000, 5_000, 100, 3))
                .toArray();
        for (int count : counts) {
            List<Object> objects = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Samples.Bag bag = new Samples.Bag();
                // A handle takes a number without being an object here.
                bag.any = i % 3 == 0 ? LocalDate.EPOCH : i % 3 == 1 ? new int[] {i} : null;
                objects.add(bag);
            }
            List<Object> twice = new ArrayList<>(objects);
            twice.addAll(objects);
            assertThat(Bytes.write(twice)).as(count + " objects").isEqualTo(Oracle.write(twice));
        }
    }

    @Test
    void manyClassesAndTypesOfOneMessageKeepTheirNumbers() throws Exception {
        Object[] values = {
            LocalDate.EPOCH,
            LocalTime.NOON,
            LocalDateTime.MIN,
            Instant.EPOCH,
            Duration.ZERO,
            Year.of(1),
            YearMonth.of(1, 2),
            MonthDay.of(1, 2),
            Period.ofDays(3),
            ZoneOffset.UTC,
            DayOfWeek.MONDAY,
            Month.MAY,
            UUID.randomUUID(),
            new java.math.BigDecimal("1.5"),
            java.util.Locale.GERMANY,
            java.util.Currency.getInstance("EUR"),
            new java.io.File("f"),
            new Samples.Point(1, 2, "p"),
            new Samples.Node("n", null),
            new Samples.Child("c", 1),
            new Samples.Bag(),
            Samples.Color.RED,
            Samples.Color.WITH_BODY,
            new java.sql.Timestamp(5),
            new java.sql.Date(5),
            new java.util.concurrent.atomic.AtomicInteger(1),
            String.class,
            new int[] {1},
            new long[9],
            new short[] {1},
            new boolean[] {true},
            new float[] {1.5f},
            new double[] {0.1},
            new String[] {"a", null},
            new Object[] {1},
            new Date[] {new Date(5)},
            new Integer[] {1, null},
            new int[][] {{1}, {2}},
            new Samples.Color[] {Samples.Color.RED},
            new LinkedList<>(List.of(1)),
            new TreeSet<>(List.of("a")),
            new TreeMap<>(java.util.Map.of("a", 1)),
            new java.util.HashSet<>(List.of("q"))
        };
        for (Object value : values) {
            assertThat(Bytes.write(value)).as(value.getClass().getName()).isEqualTo(Oracle.write(value));
        }
        Object[] again = {values, LocalDate.MAX, new Samples.Bag(), new LinkedList<>(), new int[8], new TreeSet<>()};
        assertThat(Bytes.write(again, values)).isEqualTo(Oracle.write(again, values));
    }
}
