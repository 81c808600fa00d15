// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ObjectReader;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small messages that ask for much: each ends as an error, soon and without much memory. */
class BombTest {
    private static final int HUGE = Integer.MAX_VALUE;
    private static final String NODE = Samples.Node.class.getName();
    private static final long MOST_BYTES = 24 << 20;

    static Stream<Arguments> bombs() {
        return Stream.of(
                bomb(
                        "definition of 2^31-1 fields",
                        new Wire().raw('C').text(NODE).number(HUGE).repeat(80, 0)),
                bomb(
                        "definition of -1 fields",
                        new Wire().raw('C').text(NODE).number(-1).repeat(80, 0)),
                bomb(
                        "definition of 2000 fields",
                        new Wire()
                                .raw('C')
                                .text(NODE)
                                .number(2000)
                                .repeat(2000, 0)
                                .raw(0x60)),
                bomb("untyped list of 2^31-1", new Wire().raw(0x58).number(HUGE)),
                bomb("untyped list of -1", new Wire().raw(0x58).number(-1)),
                bomb(
                        "typed list of 2^31-1",
                        new Wire().raw('V').text("java.util.LinkedList").number(HUGE)),
                bomb("int array of 2^31-1", new Wire().raw('V').text("[int").number(HUGE)),
                bomb(
                        "long array of a million",
                        new Wire().raw('V').text("[long").number(1_000_000).repeat(100, 0x90)),
                bomb(
                        "object array of 2^31-1",
                        new Wire().raw('V').text("[object").number(HUGE)),
                bomb("arrays in arrays", arraysInArrays()),
                bomb("array of 200 dimensions", new Wire().raw(0x70).text("[".repeat(200) + "int")),
                bomb("a million class definitions", definitions()),
                bomb("unclosed list 100 000 deep", new Wire().repeat(100_000, 0x79)),
                bomb("open list 100 000 deep", new Wire().repeat(100_000, 0x57)),
                bomb("map 100 000 deep", new Wire().repeat(100_000, 'H', 0x90)),
                bomb("object 100 000 deep", new Wire().define(NODE, "next").repeat(100_000, 0x60)),
                bomb(
                        "unknown object 100 000 deep",
                        new Wire().define("com.example.Gone", "next").repeat(100_000, 0x60)),
                bomb("endless empty chunks of text", new Wire().repeat(300_000, 'R', 0, 0)),
                bomb("text longer than the message", new Wire().raw('S', 0xff, 0xff, 'x')),
                bomb("endless empty chunks of data", new Wire().repeat(100_000, 'A', 0, 0)),
                bomb("data longer than the message", new Wire().raw('B', 0xff, 0xff, 'x')),
                bomb("reference to nothing", new Wire().raw(0x51, 0x90)),
                bomb("reference beyond", new Wire().raw(0x79, 0x51).number(HUGE)),
                bomb("reference before", new Wire().raw(0x79, 0x51).number(-1)),
                bomb("object of no definition", new Wire().raw(0x60)),
                bomb("object of definition -1", new Wire().raw('O').number(-1)),
                bomb("type of no name", new Wire().raw(0x70).number(5)),
                bomb("type -1", new Wire().raw(0x70).number(-1)),
                bomb(
                        "record in itself",
                        new Wire().define(Samples.Self.class.getName(), "self").raw(0x60, 0x51, 0x90)),
                bomb(
                        "decimal of great scale",
                        new Wire()
                                .define("java.math.BigDecimal", "value")
                                .raw(0x60)
                                .text("1E+999999999")),
                bomb(
                        "decimal of small scale",
                        new Wire()
                                .define("java.math.BigDecimal", "value")
                                .raw(0x60)
                                .text("1E-2147483647")),
                bomb(
                        "long decimal",
                        new Wire()
                                .define("java.math.BigDecimal", "value")
                                .raw(0x60)
                                .text("9".repeat(20_000))),
                bomb("great integer", greatInteger()),
                bomb("keys of equal hash", equalHashes()),
                bomb("timestamps of equal hash", equalTimestamps()),
                bomb("dates with time of equal hash", equalDatesWithTime()),
                bomb("texts of equal hash in a chain", equalTexts()),
                bomb(
                        "set that compares with all elements",
                        numbers(new Wire().raw(0x55).text("java.util.concurrent.CopyOnWriteArraySet"))),
                bomb("linked list of references to what is around it", lateElements()),
                bomb("keys that take for ever to hash", deepHash()),
                bomb("set elements that take for ever to hash", deepHashSet()),
                bomb(
                        "enum without name",
                        new Wire().define(Samples.Color.class.getName()).raw(0x60)),
                bomb(
                        "enum of unknown name",
                        new Wire()
                                .define(Samples.Color.class.getName(), "name")
                                .raw(0x60)
                                .text("BLUE")),
                bomb("class without name", new Wire().define("java.lang.Class").raw(0x60)),
                bomb(
                        "helper without fields",
                        new Wire()
                                .define("com.alibaba.com.caucho.hessian.io.java8.LocalDateHandle")
                                .raw(0x60)),
                bomb(
                        "date out of range",
                        new Wire()
                                .define(
                                        "com.alibaba.com.caucho.hessian.io.java8.LocalDateHandle",
                                        "year",
                                        "month",
                                        "day")
                                .raw(0x60)
                                .number(1)
                                .number(99)
                                .number(HUGE)),
                bomb(
                        "null in a sorted set",
                        new Wire().raw(0x72).text("java.util.TreeSet").raw('N', 'N')),
                bomb(
                        "mixed sorted set",
                        new Wire().raw(0x72).text("java.util.TreeSet").text("a").number(1)),
                bomb("bad start of a character", new Wire().raw(0x01, 0xff)),
                bomb("bad end of a character", new Wire().raw(0x01, 0xe0, 'a', 'b')),
                bomb("unknown tag", new Wire().raw('Z')),
                bomb("abstract class", new Wire().define("java.lang.Number").raw(0x60)),
                bomb("interface", new Wire().define("java.util.Comparator").raw(0x60)),
                bomb(
                        "class of the JDK without form",
                        new Wire().define("java.util.Random", "seed").raw(0x60).number(1)));
    }

    private static Arguments bomb(String name, Wire wire) {
        return Arguments.of(name, wire.done());
    }

    private static Wire arraysInArrays() {
        Wire wire = new Wire();
        for (int i = 0; i < 1_000; i++) {
            wire.raw('V').text("[object").number(20_000);
        }
        return wire.repeat(10_000, 'N');
    }

    private static Wire definitions() {
        Wire wire = new Wire();
        for (int i = 0; i < 100_000; i++) {
            wire.raw('C', 0x01, 'a' + i % 26, 0x90);
        }
        return wire;
    }

    private static Wire greatInteger() {
        Wire wire = new Wire()
                .define("java.math.BigInteger", "mag", "signum")
                .raw(0x60)
                .raw('V')
                .text("[int")
                .number(40_000);
        return wire.repeat(40_000, 0x91).raw(0x91);
    }

    private static Wire equalHashes() {
        Wire wire = new Wire().define(Samples.Slow.class.getName(), "n").raw('H');
        for (int i = 0; i < 100_000; i++) {
            wire.raw(0x60).number(i).raw(0x90);
        }
        return wire.raw('Z');
    }

    // Comparable, but only through their superclass: hash tables do not sort them.
    private static Wire equalTimestamps() {
        Wire wire = new Wire().define("java.sql.Timestamp", "value").raw('H');
        for (int i = 0; i < 2_050; i++) {
            wire.raw(0x60, 0x4a, 0, 0).raw(i >> 8, i, 0, 0, i >> 8, i).raw(0x90);
        }
        return wire.raw('Z');
    }

    private static Wire equalDatesWithTime() {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < 2_050; i++) {
            LocalDate date = LocalDate.ofEpochDay(i);
            map.put(LocalDateTime.of(date, LocalTime.ofNanoOfDay(date.hashCode() & 0xffffffffL)), i);
        }
        return new Wire().bytes(Bytes.write(map));
    }

    private static Wire equalTexts() {
        Wire wire = new Wire().raw('M').text("java.util.Hashtable");
        for (int i = 0; i < 4_096; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            wire.text(text.toString()).raw(0x90);
        }
        return wire.raw('Z');
    }

    private static Wire numbers(Wire wire) {
        for (int i = 0; i < 3_000; i++) {
            wire.number(i);
        }
        return wire.raw('Z');
    }

    // The reference is complete only when its list is, and each element is then put in its place.
    private static Wire lateElements() {
        return new Wire()
                .define("java.util.concurrent.atomic.AtomicReference", "value")
                .raw(0x60, 0x55)
                .text("java.util.LinkedList")
                .repeat(3_000, 0x51, 0x90)
                .raw('Z');
    }

    // Lists of two references to the list before: hashCode doubles with each.
    private static Wire deepHash() {
        return doubled(new Wire().raw('H')).raw(0x90, 'Z');
    }

    private static Wire deepHashSet() {
        return doubled(new Wire().raw(0x71).text("java.util.HashSet"));
    }

    private static Wire doubled(Wire wire) {
        int levels = 60;
        wire.repeat(levels, 0x7a);
        wire.raw(0x78);
        for (int i = 0; i < levels; i++) {
            // The list one deeper than the one that is about to end.
            wire.raw(0x51).number(levels + 1 - i);
        }
        return wire;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void isDefused(String name, byte[] bytes) {
        for (Class<?> type : List.of(Object.class, Map.class, int[].class, Samples.Node.class, String.class)) {
            defuse(reader -> reader.read(type, type), bytes);
        }
        defuse(ObjectReader::readThrowable, bytes);
        defuse(ObjectReader::readAttachments, bytes);
        defuse(reader -> reader.readString(256), bytes);
    }

    private interface Use {
        Object read(ObjectReader reader);
    }

    private static void defuse(Use use, byte[] bytes) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        Throwable thrown = catchThrowable(() -> {
            try (ObjectReader reader = Bytes.reader(bytes)) {
                use.read(reader);
            }
        });
        // Its own time, which no load on the machine changes.
        long millis = (threads.getCurrentThreadCpuTime() - start) / 1_000_000;
        if (thrown != null) {
            assertThat(thrown).isExactlyInstanceOf(RpcSerializationException.class);
            assertThat(thrown.getMessage()).doesNotContain("BLUE", "999999");
        }
        // What 100 000 unused keys cost is no bomb, only work: ten times their own size.
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(MOST_BYTES + bytes.length * 20L);
        assertThat(millis).isLessThan(2_000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void isAnErrorWhenReadAsWhatItIs(String name, byte[] bytes) {
        assertThatThrownBy(() -> Bytes.read(bytes)).isExactlyInstanceOf(RpcSerializationException.class);
    }

    @Test
    void aThousandLevelsFitADefaultThreadAndMoreAreRefused() throws Exception {
        byte[] good =
                new Wire().define(NODE, "next").repeat(1_000, 0x60).raw('N').done();
        byte[] lists = new Wire().repeat(1_000, 0x79).raw('N').done();
        byte[] bad =
                new Wire().define(NODE, "next").repeat(1_100, 0x60).raw('N').done();
        List<Throwable> failures = new ArrayList<>();
        // What a thread has by default.
        Thread thread = new Thread(
                null,
                () -> {
                    assertThat(Bytes.read(good)).isInstanceOf(Samples.Node.class);
                    assertThat(Bytes.read(lists)).isInstanceOf(List.class);
                    Bytes.write(Bytes.read(good), Bytes.read(lists));
                    assertThatThrownBy(() -> Bytes.read(bad)).hasMessageContaining("deeper than 1024");
                },
                "deep",
                1024 * 1024);
        thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
        thread.start();
        thread.join(30_000);
        assertThat(failures).isEmpty();
    }

    @Test
    void tooDeepObjectsAreNotWritten() throws Exception {
        Samples.Node node = null;
        for (int i = 0; i < 100_000; i++) {
            node = new Samples.Node("n", node);
        }
        Samples.Node deep = node;
        // Not yet compiled code can need more than the usual stack for the depth that is allowed.
        FutureTask<?> write = new FutureTask<>(() -> Bytes.write(deep));
        Thread roomy = new Thread(null, write, "deep", 16 << 20);
        roomy.start();
        roomy.join();
        assertThatThrownBy(write::get).cause().hasMessageContaining("deeper than 1024");
    }

    @Test
    void largeHonestMessagesPass() {
        Map<Object, Object> map = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            map.put("key" + i, i);
            map.put(new Samples.Point(i, i, "p"), List.of(i));
        }
        List<Integer> million = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            million.add(i);
        }
        assertThat(Bytes.<Object>roundTrip(map)).isEqualTo(map);
        assertThat(Bytes.<Object>roundTrip(million)).isEqualTo(million);
        assertThat(Bytes.roundTrip(new CopyOnWriteArrayList<>(million)))
                .isExactlyInstanceOf(CopyOnWriteArrayList.class)
                .hasSize(1_000_000);
        assertThat(Bytes.roundTrip(new byte[1 << 20])).hasSize(1 << 20);
    }

    @Test
    void textsAreCappedBeforeTheyAreBuilt() {
        byte[] text = Bytes.write("x".repeat(60_000));
        try (ObjectReader reader = Bytes.reader(text)) {
            assertThatThrownBy(() -> reader.readString(256)).hasMessageContaining("longer than 256");
        }
    }

    @Test
    void attachmentsAreCapped() {
        Wire many = new Wire().raw('H');
        for (int i = 0; i < 300; i++) {
            many.text("k" + i).text("v");
        }
        Wire large = new Wire()
                .raw('H')
                .text("k")
                .bytes(Bytes.write("x".repeat(70_000)))
                .raw('Z');
        try (ObjectReader reader = Bytes.reader(many.raw('Z').done())) {
            assertThatThrownBy(reader::readAttachments).hasMessageContaining("more than 256 attachments");
        }
        try (ObjectReader reader = Bytes.reader(large.done())) {
            assertThatThrownBy(reader::readAttachments).hasMessageContaining("attachments of more than 65536 bytes");
        }
    }
}
