// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcSerializationException;
import java.io.Serializable;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that cost more to hash and to compare than to read: they end as an error, soon. {@link HonestKeysTest} has what passes. */
class KeyCostTest {
    private static final String ENTRY = "java.util.AbstractMap$SimpleEntry";
    private static final String HOLDER = Holder.class.getName();
    private static final long MOST_MILLIS = 10_000;

    /** Hashes whatever it holds, as records and generated methods do. */
    static final class Holder implements Serializable {
        Object held;

        @Override
        public boolean equals(Object other) {
            return other instanceof Holder holder && Objects.equals(held, holder.held);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(held);
        }
    }

    /** Hashes a part of itself; the other part can lead back to it. */
    static final class Partial implements Serializable {
        Object ignored;
        Object held;

        @Override
        public boolean equals(Object other) {
            return other instanceof Partial partial && Objects.equals(held, partial.held);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(held);
        }
    }

    static Stream<Arguments> bombs() {
        return Stream.of(
                bomb("unfinished list as key", keyIn(doubled(new Wire().raw(0x7a), 1, 60), 0)),
                bomb("unfinished list in a set", setOf(doubled(new Wire().raw(0x7a), 1, 60), 0)),
                bomb("list of the unfinished list", listKeyIn(doubled(new Wire().raw(0x7a), 1, 60), 0)),
                bomb("bean of the unfinished list", beanKeyIn(doubled(start().raw(0x7a), 1, 60), 0)),
                bomb("key behind more than can be counted", behindMuch()),
                bomb("late key", keyIn(doubled(entry(), 1, 60), 0)),
                bomb("late element", setOf(doubled(entry(), 1, 60), 0)),
                bomb("early key of a late value", lateValue()),
                bomb(
                        "finished list of what grew",
                        stale(new Wire(), new Wire().raw(0x79).raw(0x51, 0x90))),
                bomb("finished bean of what grew", stale(start(), new Wire().raw(0x60, 0x51, 0x90))),
                bomb("many of many of what grew", staleChain()),
                bomb("key that contains itself", circle(new Wire(), new Wire().raw(0x79, 0x51, 0x90), 22)),
                bomb("bean that contains itself", circle(start(), new Wire().raw(0x60, 0x51, 0x90), 22)),
                bomb("smaller key that contains itself", circle(new Wire(), new Wire().raw(0x79, 0x51, 0x90), 9)),
                bomb("smaller bean that contains itself", circle(start(), new Wire().raw(0x60, 0x51, 0x90), 14)),
                bomb("bean that leads back and is held by many", partial()),
                bomb("keys of equal hash that are long to compare", equalLists(new Wire().raw('H'), true)),
                bomb("elements of equal hash", equalLists(new Wire().raw(0x55).text("java.util.HashSet"), false)),
                bomb(
                        "elements that are compared with all",
                        equalLists(new Wire().raw(0x55).text("java.util.concurrent.CopyOnWriteArraySet"), false)),
                bomb("equal texts in many lists", equalTexts()),
                bomb("maps that are slow to compare", slowMaps()));
    }

    private static Arguments bomb(String name, Wire wire) {
        return Arguments.of(name, wire.done());
    }

    private static Wire start() {
        return new Wire().define(HOLDER, "held");
    }

    // An entry is built from all its parts at once, and referred to before that.
    private static Wire entry() {
        return new Wire().define(ENTRY, "key", "value").raw(0x60);
    }

    /** Lists of twice the list below, the first of the given number. */
    private static Wire doubled(Wire wire, int first, int levels) {
        wire.repeat(levels, 0x7a).raw(0x78);
        for (int i = 0; i < levels; i++) {
            wire.raw(0x51).number(first + levels - i);
        }
        return wire;
    }

    private static Wire keyIn(Wire wire, int reference) {
        return wire.raw('H', 0x51).number(reference).raw(0x90, 'Z');
    }

    private static Wire setOf(Wire wire, int reference) {
        return wire.raw(0x71).text("java.util.HashSet").raw(0x51).number(reference);
    }

    private static Wire listKeyIn(Wire wire, int reference) {
        return wire.raw('H', 0x79, 0x51).number(reference).raw(0x90, 'Z');
    }

    private static Wire beanKeyIn(Wire wire, int reference) {
        return wire.raw('H', 0x60, 0x51).number(reference).raw(0x90, 'Z');
    }

    private static Wire behindMuch() {
        Wire wire = doubled(new Wire().raw(0x7a), 1, 65).raw('H');
        return doubled(wire, 68, 60).raw(0x90, 'Z');
    }

    // What is put waits for its value, and its key grows until then.
    private static Wire lateValue() {
        Wire wire = entry().raw(0x7a).raw('H', 0x51, 0x91, 0x51, 0x90, 'Z');
        return doubled(wire, 3, 60).raw('N');
    }

    // The map in front forgets the key again, so that nothing leads around in a circle.
    private static Wire stale(Wire wire, Wire key) {
        wire.raw(0x7b).raw('H', 0x91).bytes(key.done()).raw(0x91, 0x90, 'Z');
        return keyIn(doubled(wire, 3, 60), 2);
    }

    private static Wire staleChain() {
        // 0: the outermost; 1: a map that forgets; 2: the middle one, of many of 0; behind that, many of 2.
        Wire wire = new Wire().raw(0x7b).raw('H', 0x91, 0x7a);
        wire.raw('H', 0x91);
        manyOf(wire, 4, 12, 2);
        wire.raw(0x91, 0x90, 'Z');
        manyOf(wire, 16, 12, 0);
        wire.raw(0x91, 0x90, 'Z');
        return keyIn(doubled(wire, 28, 12), 4);
    }

    /** As {@link #doubled}, with references to another list at the bottom. */
    private static void manyOf(Wire wire, int first, int levels, int reference) {
        wire.repeat(levels, 0x7a).raw(0x51).number(reference).raw(0x51).number(reference);
        for (int i = 1; i < levels; i++) {
            wire.raw(0x51).number(first + levels - i);
        }
    }

    private static Wire circle(Wire wire, Wire key, int levels) {
        return keyIn(doubled(wire.raw(0x7b), 1, levels).bytes(key.done()), levels + 2);
    }

    // Lists of one that ignores the way back to them; behind it much to hash.
    private static Wire partial() {
        Wire wire = new Wire()
                .define(Partial.class.getName(), "ignored", "held")
                .define(HOLDER, "held")
                .raw(0x60);
        wire.repeat(12, 0x7a).raw(0x61, 0x51, 0x90);
        for (int i = 0; i < 12; i++) {
            wire.raw(0x51).number(13 - i);
        }
        doubled(wire, 14, 19);
        // A list of both: the bean, then the lists that it ignores.
        return new Wire().raw('H', 0x7a).bytes(moved(wire)).raw(0x51, 0x92, 0x90, 'Z');
    }

    // Two objects precede.
    private static byte[] moved(Wire wire) {
        byte[] bytes = wire.done();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0x51) {
                int last = bytes[i + 1] == 'I' ? i + 5 : i + 1;
                bytes[last] += 2;
            }
        }
        return bytes;
    }

    private static Wire equalLists(Wire wire, boolean map) {
        int first = 1;
        int levels = 16;
        for (int i = 0; i < 240; i++) {
            doubled(wire.raw(0x7b), first + 1, levels).number(i).number(-31 * i);
            first += levels + 2;
            if (map) {
                wire.raw(0x90);
            }
        }
        return wire.raw('Z');
    }

    private static Wire equalTexts() {
        Wire wire = new Wire().raw('H');
        int levels = 20;
        for (int key = 0; key < 2; key++) {
            int first = 1 + key * (levels + 2);
            wire.raw(0x7a).repeat(levels, 0x7a).raw(0x79).text("x".repeat(60_000));
            for (int i = 0; i < levels; i++) {
                wire.raw(0x51).number(first + 1 + levels - i);
            }
            wire.raw('N', 0x90);
        }
        return wire.raw('Z');
    }

    private static Wire slowMaps() {
        Wire wire = new Wire().raw('H');
        int levels = 12;
        int keys = 400;
        for (int map = 0; map < 2; map++) {
            int first = 1 + map * (levels + 1 + keys);
            wire.repeat(levels, 0x7a).raw('H');
            for (int i = 0; i < keys; i++) {
                wire.raw(0x7a).number(i).number(-31 * i).raw(0x90);
            }
            wire.raw('Z').raw(0x51).number(first + levels);
            for (int i = 1; i < levels; i++) {
                wire.raw(0x51).number(first + levels - i);
            }
            wire.raw(0x90);
        }
        return wire.raw('Z');
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void isRefusedSoon(String name, byte[] bytes) throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        // A thread that hashes cannot be stopped, only left behind.
        Thread thread = new Thread(null, () -> thrown.set(catchThrowable(() -> Bytes.read(bytes))), name, 1024 * 1024);
        thread.setDaemon(true);
        thread.start();
        thread.join(MOST_MILLIS);
        assertThat(thread.isAlive()).as("still hashing").isFalse();
        assertThat(thrown.get()).isExactlyInstanceOf(RpcSerializationException.class);
    }
}
