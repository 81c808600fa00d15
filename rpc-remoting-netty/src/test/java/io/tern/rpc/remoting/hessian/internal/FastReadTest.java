// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.ObjectReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short ways of the reader give what the long ones give. The long ones are walked where bytes come one by one. */
@SuppressWarnings("JavaUtilDate")
class FastReadTest {
    private static final int STAGED = 8 * 1024;

    /** Has seen every definition there is, as it is shared by all tests. */
    private static final ObjectCodec WARM = Bytes.CODEC;

    @Property(tries = 150)
    void randomBeansAreReadAsHessianLiteReadsThem(@ForAll long seed) throws Exception {
        Profile graph = Profile.random(new Random(seed), new ArrayList<>(), 3);
        byte[] bytes = Oracle.write(graph);
        String shape = Shape.of(Bytes.read(bytes));
        Shape.assertSame(shape, Shape.of(graph), 0);
        Shape.assertSame(shape, Shape.of(Oracle.read(bytes)), 1);
        Shape.assertSame(shape, slow(bytes, Object.class), 2);
        Trickle parts = new Trickle(bytes, 1 + (int) (seed & 0xfff));
        Shape.assertSame(shape, outcome(WARM, parts, bytes.length, Object.class), 3);
    }

    @Property(tries = 150)
    void randomBeansOfTheOldHessianLiteAreReadAsItReadsThem(@ForAll long seed) throws Exception {
        OldOracle old = new OldOracle();
        byte[] bytes = old.write(Profile.random(new Random(seed), new ArrayList<>(), 3));
        String shape = Shape.of(Bytes.read(bytes));
        Shape.assertSame(shape, Shape.of(old.read(bytes)), 0);
        Shape.assertSame(shape, slow(bytes, Object.class), 1);
    }

    @Property(tries = 60)
    void damagedBeansEndTheSameWayOnEveryPath(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        byte[] good = Oracle.write(Profile.random(random, new ArrayList<>(), 1));
        for (int i = 0; i < 40; i++) {
            byte[] bad = random.nextBoolean() ? good.clone() : Arrays.copyOf(good, random.nextInt(good.length));
            for (int n = random.nextInt(3); n > 0 && bad.length > 0; n--) {
                bad[random.nextInt(Math.min(bad.length, 1_000))] = (byte) random.nextInt();
            }
            Shape.assertSame(withoutPlace(fast(bad, Profile.class)), withoutPlace(slow(bad, Profile.class)), i);
        }
    }

    @Test
    void everyTruncationOfEveryHotFormIsAnError() throws Exception {
        for (int seed = 0; seed < 10; seed++) {
            byte[] good = Oracle.write(Profile.random(new Random(seed), new ArrayList<>(), 1));
            for (int length = 0; length < Math.min(good.length, 3_000); length++) {
                assertThat(fast(Arrays.copyOf(good, length), Object.class)).startsWith("error");
                // The frame ends early although its length said otherwise.
                assertThat(outcome(WARM, new ByteArrayInputStream(good, 0, length), good.length, Object.class))
                        .startsWith("error");
            }
        }
    }

    @Test
    void everyValueMayLieAcrossTheEndOfTheArray() throws Exception {
        Profile bean = Profile.random(new Random(4), new ArrayList<>(), 0);
        bean.name = "Jürgen Groß";
        bean.address = "plain and long enough for a run of eight, and another one";
        bean.status = Profile.Status.ACTIVE;
        bean.birthday = new Date(1_700_000_000_123L);
        bean.icon = Profile.bytes(new Random(1), 40);
        List<Object> values = List.of(bean, 1, 1_000, 100_000, -1L, 1L << 40, 0.5, 1e300, "x", "漢字 und 🙂", true, bean);
        int size = Oracle.write(new ArrayList<>(values)).length;
        for (int before = STAGED - size - 8; before < STAGED + 2; before += 1 + before % 2) {
            List<Object> all = new ArrayList<>(values);
            all.add(0, "p".repeat(before));
            byte[] bytes = Oracle.write(all);
            assertThat(fast(bytes, Object.class)).isEqualTo(Shape.of(all));
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1_023, 1_024, STAGED - 4, STAGED - 3, STAGED, STAGED + 1, 0x7fff, 0x8000, 0x8001, 0x10000, 200_000})
    void longTextsOfSeveralPartsArrive(int length) throws Exception {
        for (String unit : List.of("a", "ä", "漢", "🙂", "abcdefghijklmnop漢", "1234567é")) {
            String text = unit.repeat(length / unit.length() + 1).substring(0, length);
            byte[] bytes = Oracle.write(text, "next");
            for (InputStream in : List.of(new ByteArrayInputStream(bytes), new Trickle(bytes, 5_000))) {
                try (ObjectReader reader = WARM.reader(in, bytes.length)) {
                    assertThat(reader.read(Object.class, Object.class)).isEqualTo(text);
                    assertThat(reader.readString(4)).isEqualTo("next");
                }
            }
        }
    }

    @Test
    void partsOfOneTextMayBeOfAnyLength() {
        Wire wire = new Wire();
        StringBuilder expected = new StringBuilder();
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            int length = random.nextInt(20);
            wire.raw('R', 0, length)
                    .bytes("abcdefghijklmnopqrst".substring(0, length).getBytes());
            expected.append("abcdefghijklmnopqrst", 0, length);
        }
        byte[] bytes = wire.raw(0x02, 'y', 'z').done();
        assertThat(Bytes.<String>read(bytes, String.class))
                .isEqualTo(expected.append("yz").toString());
    }

    @Test
    void enumsReadTheShortWayCanBeReferredTo() throws Exception {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            list.addAll(List.of(Profile.Status.values()));
        }
        assertThat(Bytes.read(Oracle.write(list))).isEqualTo(list);
        assertThat(fast(
                        new Wire()
                                .define(Profile.Status.class.getName(), "name")
                                .raw(0x60, 0x04)
                                .bytes("GONE".getBytes())
                                .done(),
                        Object.class))
                .startsWith("error")
                .contains("has no constant");
    }

    // A known definition is passed over as a whole, so the end of a message may be noticed elsewhere.
    private static String withoutPlace(String outcome) {
        return outcome.startsWith("error") ? "error" : outcome;
    }

    private static String fast(byte[] bytes, Class<?> type) {
        return outcome(WARM, new ByteArrayInputStream(bytes), bytes.length, type);
    }

    private static String slow(byte[] bytes, Class<?> type) {
        return outcome(Bytes.codec(Bytes.TEST_POLICY), new Trickle(bytes, 1), bytes.length, type);
    }

    private static String outcome(ObjectCodec codec, InputStream in, int length, Class<?> type) {
        try (ObjectReader reader = codec.reader(in, length)) {
            return Shape.of(reader.read(type, type));
        } catch (RpcSerializationException e) {
            return "error: " + e.getMessage();
        }
    }
}
