// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a definition that was seen before may save, and what not. */
class DefinitionCacheTest {
    private static final String NODE = Samples.Node.class.getName();
    private static final String FORBIDDEN = Samples.Forbidden.class.getName();

    @Test
    void everyOtherByteMakesItAnotherDefinition() throws Exception {
        byte[] good = Oracle.write(Profile.random(new Random(2), new ArrayList<>(), 0));
        int end = 2 + Profile.class.getName().length() + 200;
        ObjectCodec warm = Bytes.codec(Bytes.TEST_POLICY);
        String expected = outcome(warm, good);
        assertThat(expected).startsWith(Profile.class.getName());
        for (int at = 0; at < end; at++) {
            for (int bit = 0; bit < 8; bit += 3) {
                byte[] other = good.clone();
                other[at] ^= (byte) (1 << bit);
                Shape.assertSame(outcome(warm, other), outcome(Bytes.codec(Bytes.TEST_POLICY), other), at * 8 + bit);
            }
        }
        assertThat(outcome(warm, good)).isEqualTo(expected);
    }

    @Test
    void thePolicyOfAnotherCodecIsAsked() {
        byte[] bytes = Bytes.write(new Samples.Node("n", null));
        ObjectCodec strict = Bytes.codec(Bytes.policy(name -> false));
        for (int i = 0; i < 3; i++) {
            assertThat(Bytes.read(bytes)).isInstanceOf(Samples.Node.class);
            assertThat(outcome(strict, bytes)).startsWith("error").contains("is not admitted");
        }
    }

    @Test
    void refusedAndAbsentNamesGoThroughTheLookupEachTime() {
        AtomicInteger asked = new AtomicInteger();
        ClassPolicy policy = Bytes.policy(name -> {
            asked.incrementAndGet();
            return false;
        });
        ObjectCodec codec = Bytes.codec(policy);
        byte[] refused = new Wire().define(FORBIDDEN, "inside").raw(0x60, 'N').done();
        byte[] absent =
                new Wire().define("com.example.Gone", "inside").raw(0x60, 'N').done();
        for (int i = 1; i <= 3; i++) {
            asked.set(0);
            assertThat(outcome(codec, refused)).startsWith("error");
            assertThat(asked.get()).isPositive();
            asked.set(0);
            assertThat(outcome(codec, absent)).startsWith(java.util.HashMap.class.getName());
            assertThat(asked.get()).isPositive();
        }
    }

    @Test
    void aKnownDefinitionStillFitsOnlyTheDeclaredType() {
        byte[] bytes = new Wire().define(NODE, "name").raw(0x60, 'N').done();
        assertThat(Bytes.read(bytes, Samples.Node.class)).isNotNull();
        assertThat(Bytes.read(bytes, Samples.Bag.class).any).isNull();
        assertThatThrownBy(() -> Bytes.read(bytes, Integer.class)).isExactlyInstanceOf(RpcSerializationException.class);
        assertThat(Bytes.read(bytes, Samples.Node.class)).isNotNull();
    }

    @Test
    void knownDefinitionsCountAsTheOthers() {
        byte[] many = new Wire()
                .raw(0x57)
                .bytes(definitions(4_097))
                .raw(0x60, 'N', 'Z')
                .done();
        byte[] most = new Wire()
                .raw(0x57)
                .bytes(definitions(4_096))
                .raw(0x60, 'N', 'Z')
                .done();
        for (int i = 0; i < 2; i++) {
            assertThat((List<?>) Bytes.read(most)).hasSize(1);
            assertThatThrownBy(() -> Bytes.read(many)).hasMessageContaining("more than 4096 class definitions");
        }
    }

    private static byte[] definitions(int count) {
        Wire wire = new Wire();
        for (int i = 0; i < count; i++) {
            wire.raw('C', 0x30, NODE.length())
                    .bytes(NODE.getBytes())
                    .raw(0x91, 0x04)
                    .bytes("name".getBytes());
        }
        return wire.done();
    }

    @Test
    void absentClassesAreCountedHoweverOftenTheyWereSeen() {
        Wire wire = new Wire().raw(0x57);
        for (int i = 0; i < 300; i++) {
            wire.define("com.example.Gone" + i).raw('O').number(i);
        }
        byte[] bytes = wire.raw('Z').done();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> Bytes.read(bytes)).hasMessageContaining("more than 256 classes");
        }
    }

    @Test
    void aPeerThatVariesItsDefinitionsOnlyPushesOutOthers() {
        DefinitionCache cache = new DefinitionCache();
        byte[] name = ("\u0009java.Name").getBytes();
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new Wire().bytes(name).number(i).done();
            Definition definition = new Definition("java.Name", Resolution.of(Object.class), new String[0]);
            ByteSource source = new ByteSource();
            source.open(new java.io.ByteArrayInputStream(bytes), bytes.length);
            source.peek();
            assertThat(cache.take(source)).isNull();
            assertThat(source.position()).isZero();
            cache.keep(source.hashOfText(), bytes, definition);
            assertThat(cache.take(source)).isSameAs(definition);
            assertThat(source.left()).isZero();
        }
        assertThat(cache.size()).isLessThanOrEqualTo(4);
        cache.keep(1, new byte[100_000], new Definition("long", Resolution.of(Object.class), new String[0]));
        assertThat(cache.size()).isLessThanOrEqualTo(4);
    }

    @Test
    void versionsOfAClassSideBySideKeepTheirOwnFields() {
        for (int i = 0; i < 50; i++) {
            List<String> fields = List.of("name", "weight", "after", "gone" + i % 7, "next");
            int swap = i % 4;
            Wire wire = new Wire().define(NODE, fields.get(swap), fields.get(4)).raw(0x60, swap == 0 ? 0x01 : 0x95);
            if (swap == 0) {
                wire.raw('n');
            }
            Samples.Node node = Bytes.read(wire.raw('N').done(), Samples.Node.class);
            assertThat(node.name).isEqualTo(swap == 0 ? "n" : null);
            assertThat(node.weight).isEqualTo(swap == 1 ? 5f : 0f);
            assertThat(node.after).isEqualTo(swap == 2 ? 5L : 0L);
        }
    }

    private static String outcome(ObjectCodec codec, byte[] bytes) {
        try (ObjectReader reader = Bytes.reader(codec, bytes)) {
            Object value = reader.read(Object.class, Object.class);
            return Shape.of(value);
        } catch (RpcSerializationException e) {
            return "error: " + e.getMessage();
        }
    }
}
