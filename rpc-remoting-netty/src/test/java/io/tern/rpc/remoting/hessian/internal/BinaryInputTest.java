// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.spi.ObjectReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary data: moved once into an array of the right size, whatever the headers say. */
class BinaryInputTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 15, 16, 1_023, 1_024, 4_093, 4_094, 8_185, 8_186, 8_189, 8_190, 8_192, 8_193, 16_378, 65_535,
                65_536, 1 << 20
            })
    void dataOfEveryLengthArrives(int length) throws Exception {
        byte[] data = Profile.bytes(new Random(length), length);
        byte[] bytes = Oracle.write("head", data, "tail");
        for (InputStream in : List.of(
                new ByteArrayInputStream(bytes),
                new Trickle(bytes, 1),
                new Trickle(bytes, 3_000),
                new Trickle(bytes, 1 << 20))) {
            try (ObjectReader reader = Bytes.CODEC.reader(in, bytes.length)) {
                assertThat(reader.readString(4)).isEqualTo("head");
                assertThat((byte[]) reader.read(byte[].class, byte[].class)).isEqualTo(data);
                assertThat(reader.readString(4)).isEqualTo("tail");
            }
        }
    }

    @Test
    void chunksMayBeOfAnyLength() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            Wire wire = new Wire();
            java.io.ByteArrayOutputStream expected = new java.io.ByteArrayOutputStream();
            for (int n = random.nextInt(40); n > 0; n--) {
                int most = random.nextInt(5) == 0 ? 20_000 : 30;
                byte[] part = Profile.bytes(random, random.nextInt(most));
                wire.raw('A', part.length >> 8, part.length).bytes(part);
                expected.writeBytes(part);
            }
            byte[] last = Profile.bytes(random, random.nextInt(16));
            expected.writeBytes(last);
            int header = random.nextInt(3);
            if (header == 0) {
                wire.raw(0x20 + last.length);
            } else if (header == 1) {
                wire.raw(0x34, last.length);
            } else {
                wire.raw('B', 0, last.length);
            }
            byte[] bytes = wire.bytes(last).done();
            assertThat(Bytes.read(bytes, byte[].class)).isEqualTo(expected.toByteArray());
            assertThat(Bytes.read(Arrays.copyOf(bytes, bytes.length + 9), byte[].class))
                    .isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void everyTruncationIsAnError() throws Exception {
        byte[] good = Oracle.write(Profile.bytes(new Random(5), 20_000));
        for (int length = 0; length < good.length; length += length % 4_096 < 20 ? 1 : 61) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Bytes.read(cut, byte[].class))
                    .isExactlyInstanceOf(RpcSerializationException.class);
            int cutAt = length;
            assertThatThrownBy(() -> {
                        InputStream in = new ByteArrayInputStream(good, 0, cutAt);
                        try (ObjectReader reader = Bytes.CODEC.reader(in, good.length)) {
                            reader.read(byte[].class, byte[].class);
                        }
                    })
                    .isExactlyInstanceOf(RpcSerializationException.class);
        }
    }

    @Test
    void headersThatLieMakeNoArrayLargerThanTheMessage() {
        byte[] body = new byte[30_000];
        for (Wire wire : List.of(
                new Wire()
                        .raw('A', 0x10, 0)
                        .bytes(Arrays.copyOf(body, 0x1000))
                        .raw('B', 0xff, 0xff)
                        .bytes(body),
                new Wire()
                        .raw('A', 0x10, 0)
                        .bytes(Arrays.copyOf(body, 0x1000))
                        .raw('A', 0xff, 0xff)
                        .bytes(body),
                new Wire().raw('A', 0x10, 0).bytes(body).raw('B', 0, 0),
                new Wire().raw('A', 0xff, 0xff).bytes(body),
                new Wire().raw('A', 0, 1, 0, 'A'),
                new Wire().raw('A', 0, 1, 0, 'B', 0),
                new Wire().raw('A', 0, 1, 0, 0x37),
                new Wire().raw('A', 0, 1, 0, 'N'))) {
            byte[] bytes = wire.done();
            long before = allocated();
            assertThatThrownBy(() -> Bytes.read(bytes, byte[].class))
                    .isExactlyInstanceOf(RpcSerializationException.class);
            assertThat(allocated() - before).isLessThan(400_000);
        }
    }

    @Test
    void manySmallValuesInChunksDoNotEachAskForTheRestOfTheMessage() {
        int values = 100_000;
        byte[] bytes = new Wire()
                .raw('V')
                .text("[[byte")
                .number(values)
                .repeat(values, 'A', 0, 1, 7, 0x20)
                .done();
        long before = allocated();
        assertThat(Bytes.read(bytes, byte[][].class)).hasDimensions(values, 1);
        assertThat(allocated() - before).isLessThan(100L * values);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
