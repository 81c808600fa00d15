// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tern.rpc.testing.transport.RawPeer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private static final int LIMIT = 200_000;

    /** Notes what the decoder tells it; judges by length. */
    private static class Recorder implements FrameDecoder.Sink {
        final List<String> events = new ArrayList<>();
        boolean refuseProbe;

        @Override
        public FrameDecoder.Verdict header(int flags, int status, long id, int length) {
            if (length <= LIMIT) {
                return FrameDecoder.Verdict.READ;
            }
            events.add("refused " + id + " " + length);
            return length <= 2 * LIMIT ? FrameDecoder.Verdict.SKIP : FrameDecoder.Verdict.STOP;
        }

        @Override
        public FrameDecoder.Verdict probe(int flags, long id, int length, ByteBuf start) {
            assertThat(start.readableBytes()).isEqualTo(FrameDecoder.PROBE_LENGTH);
            return refuseProbe ? FrameDecoder.Verdict.SKIP : FrameDecoder.Verdict.READ;
        }

        @Override
        public void frame(int flags, int status, long id, ByteBuf body) {
            byte[] bytes = new byte[body.readableBytes()];
            body.readBytes(bytes);
            body.release();
            events.add(flags + " " + status + " " + id + " " + bytes.length + " " + Arrays.hashCode(bytes));
        }

        @Override
        public void text() {
            events.add("text");
        }

        @Override
        public void broken(String reason) {
            events.add("broken");
        }
    }

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

    /** Decodes bytes that arrive in pieces; checks that nothing stays allocated. */
    private List<String> decode(byte[] stream, int... cuts) {
        return decode(new Recorder(), stream, cuts);
    }

    private List<String> decode(Recorder recorder, byte[] stream, int... cuts) {
        FrameDecoder decoder = new FrameDecoder(allocator, recorder);
        int from = 0;
        for (int cut : cuts) {
            decoder.feed(Unpooled.copiedBuffer(stream, from, cut - from));
            from = cut;
        }
        ByteBuf last = Unpooled.copiedBuffer(stream, from, stream.length - from);
        decoder.feed(last);
        decoder.close();
        assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
                .isZero();
        return recorder.events;
    }

    private static String expected(int flags, int status, long id, byte[] body) {
        return flags + " " + status + " " + id + " " + body.length + " " + Arrays.hashCode(body);
    }

    @Test
    void framesCutAtEveryByteAreTheSame() {
        byte[] body = {1, 2, 3, 4, 5};
        byte[] stream = RawPeer.concat(
                RawPeer.frame(0xc2, 0, -1, body),
                RawPeer.frame(0x02, 20, Long.MIN_VALUE, new byte[0]),
                "ok\r\n".getBytes(StandardCharsets.US_ASCII),
                RawPeer.frame(0xe2, 0, 7, new byte[] {'N'}));
        List<String> whole = decode(stream);
        assertThat(whole)
                .containsExactly(
                        expected(0xc2, 0, -1, body),
                        expected(0x02, 20, Long.MIN_VALUE, new byte[0]),
                        "text",
                        expected(0xe2, 0, 7, new byte[] {'N'}));
        for (int one = 0; one <= stream.length; one++) {
            for (int other = one; other <= stream.length; other++) {
                assertThat(decode(stream, one, other)).isEqualTo(whole);
            }
        }
        int[] everyByte = IntStream.range(1, stream.length).toArray();
        assertThat(decode(stream, everyByte)).isEqualTo(whole);
    }

    @Property(tries = 300)
    void framesOfAnySizeSurviveAnyCuts(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = LIMIT) Integer> sizes, @ForAll Random random) {
        List<byte[]> parts = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int size : sizes) {
            byte[] body = new byte[size];
            random.nextBytes(body);
            long id = random.nextLong();
            parts.add(RawPeer.frame(0xc2, 0, id, body));
            expected.add(expected(0xc2, 0, id, body));
        }
        byte[] stream = RawPeer.concat(parts.toArray(byte[][]::new));
        int[] cuts = random.ints(random.nextInt(20), 0, stream.length).sorted().toArray();
        assertThat(decode(stream, cuts)).isEqualTo(expected);
    }

    @Property(tries = 2_000)
    void randomBytesEndInDeclaredOutcomesOnly(@ForAll @Size(max = 400) byte[] bytes, @ForAll Random random) {
        int[] cuts = random.ints(3, 0, bytes.length + 1).sorted().toArray();
        assertThat(decode(bytes, cuts)).allMatch(event -> event.matches("text|broken|refused .*|[0-9].*"));
    }

    @Property(tries = 5_000)
    void mutatedFramesEndInDeclaredOutcomesOnly(@ForAll Random random) {
        byte[] good = HexFormat.of().parseHex(GoldenVectorTest.HELLO_REQUEST + GoldenVectorTest.VALUE_REPLY);
        byte[] bad = switch (random.nextInt(3)) {
            case 0 -> {
                byte[] flipped = good.clone();
                flipped[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 1 -> Arrays.copyOf(good, random.nextInt(good.length));
            default -> {
                int at = random.nextInt(good.length);
                yield RawPeer.concat(
                        Arrays.copyOf(good, at),
                        new byte[] {(byte) random.nextInt()},
                        Arrays.copyOfRange(good, at, good.length));
            }
        };
        List<String> events = decode(bad, random.nextInt(bad.length + 1));
        assertThat(events.indexOf("broken")).isIn(-1, events.size() - 1);
    }

    @Test
    void theLengthFieldIsTrustedForNothing() {
        int[] lengths = {-1, 0, 1, LIMIT - 1, LIMIT, LIMIT + 1, Integer.MAX_VALUE, Integer.MIN_VALUE};
        for (int length : lengths) {
            int whole = length >= 0 && length <= 2 * LIMIT ? length : 50;
            for (int sent : new int[] {0, Math.min(1, whole), Math.max(0, whole - 1), whole}) {
                Recorder recorder = new Recorder();
                FrameDecoder decoder = new FrameDecoder(allocator, recorder);
                decoder.feed(Unpooled.wrappedBuffer(RawPeer.header(0x02, 20, 9, length, new byte[sent])));
                long held =
                        allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
                assertThat(held).isLessThanOrEqualTo(sent == 0 ? 0 : Math.max(4_096, 2L * sent));
                if (length < 0) {
                    assertThat(recorder.events).containsExactly("broken");
                } else if (length > LIMIT) {
                    assertThat(recorder.events).containsExactly("refused 9 " + length);
                } else {
                    assertThat(recorder.events).hasSize(sent >= length ? 1 : 0);
                }
                decoder.close();
                assertThat(allocator.metric().usedHeapMemory()
                                + allocator.metric().usedDirectMemory())
                        .isZero();
            }
        }
    }

    @Test
    void aRefusedBodyIsSkippedExactly() {
        byte[] after = RawPeer.frame(0x02, 20, 2, new byte[] {1});
        byte[] stream = RawPeer.concat(RawPeer.frame(0x02, 20, 1, new byte[LIMIT + 10]), after);
        assertThat(decode(stream, 10, 40, LIMIT, LIMIT + 27))
                .containsExactly("refused 1 " + (LIMIT + 10), expected(0x02, 20, 2, new byte[] {1}));
    }

    @Test
    void aProbedBodyIsSkippedExactly() {
        byte[] stream =
                RawPeer.concat(RawPeer.frame(0xc2, 0, 1, new byte[100_000]), RawPeer.frame(0xc2, 0, 2, new byte[] {1}));
        Recorder recorder = new Recorder();
        recorder.refuseProbe = true;
        assertThat(decode(recorder, stream, 30_000, 90_000)).containsExactly(expected(0xc2, 0, 2, new byte[] {1}));
    }

    @Test
    void aBodyWithinOneReadIsNotCopied() {
        byte[] stream = RawPeer.frame(0x02, 20, 1, new byte[1_000]);
        ByteBuf read = Unpooled.wrappedBuffer(stream);
        List<ByteBuf> bodies = new ArrayList<>();
        FrameDecoder decoder = new FrameDecoder(allocator, new Recorder() {
            @Override
            public void frame(int flags, int status, long id, ByteBuf body) {
                bodies.add(body);
            }
        });
        decoder.feed(read);
        assertThat(bodies.get(0).array()).isSameAs(stream);
        bodies.get(0).release();
        assertThat(read.refCnt()).isZero();
    }
}
