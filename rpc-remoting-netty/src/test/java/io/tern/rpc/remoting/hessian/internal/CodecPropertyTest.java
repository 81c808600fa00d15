// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ObjectReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class CodecPropertyTest {
    @Property(tries = 300)
    void randomGraphsArriveWithTheirShape(@ForAll long seed) throws Exception {
        Object graph = new Graph(new Random(seed)).make();
        byte[] bytes = Bytes.write(graph);
        assertSameShape(graph, Bytes.read(bytes), new IdentityHashMap<>());
        assertThat(bytes).isEqualTo(Oracle.write(graph));
        assertSameShape(graph, Bytes.read(Oracle.write(graph)), new IdentityHashMap<>());
    }

    @Property(tries = 2_000)
    void randomBytesEndInAValueOrTheOneError(@ForAll @Size(max = 200) byte[] bytes) {
        tryAll(bytes);
    }

    @Property(tries = 100)
    void damagedMessagesEndInAValueOrTheOneError(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] good = Bytes.write(new Graph(random).make(), new IllegalStateException("x", new RuntimeException()));
        for (int i = 0; i < 30; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            tryAll(bad);
            tryAll(java.util.Arrays.copyOf(good, random.nextInt(good.length)));
        }
    }

    @Property(tries = 100)
    void everyTruncationIsAnError(@ForAll long seed) {
        byte[] good = Bytes.write(new Graph(new Random(seed)).make());
        for (int length = 0; length < good.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(good, length);
            try {
                Bytes.read(cut);
                throw new AssertionError("a message cut to " + length + " of " + good.length + " bytes was read");
            } catch (RpcSerializationException e) {
                assertThat(e.getMessage()).contains("byte");
            }
        }
    }

    private static void tryAll(byte[] bytes) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (Class<?> type :
                List.of(Object.class, Samples.Node.class, Map.class, String.class, int[].class, Samples.Point.class)) {
            attempt(bytes, reader -> reader.read(type, type));
        }
        attempt(bytes, ObjectReader::readThrowable);
        attempt(bytes, ObjectReader::readAttachments);
        attempt(bytes, reader -> reader.readString(256));
        attempt(bytes, ObjectReader::readInt);
        // Its own time, which no load on the machine changes.
        assertThat((threads.getCurrentThreadCpuTime() - start) / 1_000_000).isLessThan(2_000);
    }

    private interface Use {
        Object read(ObjectReader reader);
    }

    private static void attempt(byte[] bytes, Use use) {
        try (ObjectReader reader = Bytes.reader(bytes)) {
            use.read(reader);
        } catch (RpcSerializationException e) {
            assertThat(e.getMessage()).startsWith("Cannot decode the message: ").doesNotContain("\n");
        }
    }

    private static void assertSameShape(Object expected, Object actual, Map<Object, Object> seen) {
        if (expected == null || actual == null) {
            assertThat(actual).isEqualTo(expected);
            return;
        }
        if (seen.containsKey(expected)) {
            assertThat(actual).isSameAs(seen.get(expected));
            return;
        }
        assertThat(actual.getClass()).isEqualTo(expected.getClass());
        if (expected instanceof List<?> list) {
            seen.put(expected, actual);
            assertThat((List<?>) actual).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                assertSameShape(list.get(i), ((List<?>) actual).get(i), seen);
            }
        } else if (expected instanceof Map<?, ?> map) {
            seen.put(expected, actual);
            assertThat(((Map<?, ?>) actual).keySet()).isEqualTo(map.keySet());
            map.forEach((key, value) -> assertSameShape(value, ((Map<?, ?>) actual).get(key), seen));
        } else if (expected instanceof Object[] array) {
            seen.put(expected, actual);
            assertThat((Object[]) actual).hasSameSizeAs(array);
            for (int i = 0; i < array.length; i++) {
                assertSameShape(array[i], ((Object[]) actual)[i], seen);
            }
        } else if (expected instanceof Samples.Node node) {
            seen.put(expected, actual);
            assertThat(((Samples.Node) actual).name).isEqualTo(node.name);
            assertThat(((Samples.Node) actual).weight).isEqualTo(node.weight);
            assertSameShape(node.next, ((Samples.Node) actual).next, seen);
        } else if (expected instanceof Samples.Bag bag) {
            seen.put(expected, actual);
            assertSameShape(bag.any, ((Samples.Bag) actual).any, seen);
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    /** Random values that refer to each other, in cycles too. */
    private static final class Graph {
        private final Random random;
        private final List<Object> made = new ArrayList<>();
        private int left = 60;

        Graph(Random random) {
            this.random = random;
        }

        Object make() {
            if (left-- <= 0 || random.nextInt(3) == 0) {
                return leaf();
            }
            if (!made.isEmpty() && random.nextInt(4) == 0) {
                return made.get(random.nextInt(made.size()));
            }
            return switch (random.nextInt(7)) {
                case 0 -> fill(new ArrayList<>());
                case 1 -> fill(new LinkedList<>());
                case 2 -> fill(new HashMap<>());
                case 3 -> fill(new LinkedHashMap<>());
                case 4 -> array();
                case 5 -> node();
                default -> bag();
            };
        }

        private Object leaf() {
            return switch (random.nextInt(12)) {
                case 0 -> null;
                case 1 -> random.nextInt();
                case 2 -> random.nextInt(600) - 300;
                case 3 -> random.nextLong() >> random.nextInt(64);
                // hessian-lite writes -0.0 as 0.0.
                case 4 -> random.nextDouble() + 0.001;
                case 5 -> random.nextInt(100_000) / 1000.0 + 0.5;
                case 6 -> random.nextBoolean();
                case 7 -> new java.util.Date(random.nextLong() >> 20);
                case 8 -> Samples.Color.values()[random.nextInt(3)];
                case 9 -> new java.math.BigDecimal(random.nextInt()).movePointLeft(random.nextInt(9));
                case 10 -> new Samples.Point(random.nextInt(), random.nextFloat(), text());
                default -> text();
            };
        }

        private String text() {
            int length = random.nextInt(4) == 0 ? random.nextInt(2_000) : random.nextInt(40);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append((char) random.nextInt(1 << 4 + random.nextInt(13)));
            }
            return text.toString();
        }

        private Object fill(List<Object> list) {
            made.add(list);
            for (int n = random.nextInt(12); n > 0; n--) {
                list.add(make());
            }
            return list;
        }

        private Object fill(Map<Object, Object> map) {
            made.add(map);
            for (int n = random.nextInt(6); n > 0; n--) {
                map.put(random.nextBoolean() ? text() : (Object) random.nextInt(), make());
            }
            return map;
        }

        private Object array() {
            Object[] array = new Object[random.nextInt(6)];
            made.add(array);
            for (int i = 0; i < array.length; i++) {
                array[i] = make();
            }
            return array;
        }

        private Object node() {
            Samples.Node node = new Samples.Node(text(), null);
            made.add(node);
            Object next = make();
            node.next = next instanceof Samples.Node other ? other : null;
            node.weight = random.nextFloat();
            return node;
        }

        private Object bag() {
            Samples.Bag bag = new Samples.Bag();
            made.add(bag);
            bag.any = make();
            return bag;
        }
    }
}
