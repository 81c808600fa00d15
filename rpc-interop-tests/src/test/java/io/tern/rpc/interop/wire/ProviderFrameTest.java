// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.wire;

import static io.tern.rpc.interop.wire.RequestBytes.CALLS;
import static io.tern.rpc.interop.wire.RequestBytes.GREETS;
import static io.tern.rpc.interop.wire.RequestBytes.TEXT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.TernProvider;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Tern provider makes of frames, whole, broken and foreign (docs/protocol.md, "Frame header" and "Heartbeats"). */
class ProviderFrameTest {
    private static final int LIMIT = 10_000;

    private static TernProvider provider;

    private RawPeer client;

    @BeforeAll
    static void start() throws IOException {
        provider = TernProvider.start(Map.of("interop.provider.payload", LIMIT));
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void connect() throws IOException {
        client = RawPeer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), provider.port()));
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6, 7, 8, 21, 23, 31})
    void anotherSerializationIsRefusedInHessian(int serialization) throws IOException {
        client.write(0xc0 | serialization, 0, 5, RequestBytes.echo("a").body());
        RawPeer.Frame refusal = client.read();
        assertThat(refusal.flags()).isEqualTo(0x02);
        assertThat(refusal.status()).isEqualTo(40);
        assertThat(refusal.id()).isEqualTo(5);
        assertThat(WireReply.text(refusal.body(), 0)).contains("hessian2");
        client.write(0x80 | serialization, 0, 6, RequestBytes.echo("a").body());
        assertStillServes();
    }

    @Test
    void anEmptyBodyAndABrokenBodyAreStatus40() throws IOException {
        byte[] whole = RequestBytes.echo("a").body();
        byte[][] bodies = {
            {},
            {'Z'},
            {(byte) 0xff, (byte) 0xff, (byte) 0xff},
            Arrays.copyOf(whole, 3),
            Arrays.copyOf(whole, whole.length / 2),
            Arrays.copyOf(whole, whole.length - 1),
        };
        for (byte[] body : bodies) {
            client.write(0xc2, 0, 9, body);
            RawPeer.Frame refusal = client.read();
            assertThat(refusal.id()).isEqualTo(9);
            assertThat(refusal.status()).isEqualTo(40);
        }
        assertStillServes();
    }

    @Test
    void everyTwoWayCallWithARandomBodyIsAnswered() throws IOException {
        Random random = new Random(20_260_601);
        byte[] whole = RequestBytes.echo("ping").body();
        for (int i = 0; i < 500; i++) {
            byte[] body = whole.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            client.write(0xc2, 0, i, body);
            RawPeer.Frame reply = client.read();
            assertThat(reply.id()).isEqualTo(i);
            assertThat(reply.flags()).isEqualTo(0x02);
            assertThat(reply.status()).isIn(20, 40, 70);
        }
    }

    @Test
    void aNegativeLengthEndsTheConnection() throws IOException {
        client.write(RawPeer.header(0xc2, 0, 1, -1, null));
        client.awaitClose();
    }

    @Test
    void anOversizeRequestIsSkippedExactlyAndRefused() throws IOException {
        client.write(RawPeer.frame(0xc2, 0, 3, new byte[LIMIT + 1]));
        RawPeer.Frame refusal = client.read();
        assertThat(refusal.id()).isEqualTo(3);
        assertThat(refusal.status()).isEqualTo(40);
        assertThat(WireReply.text(refusal.body(), 0)).contains(String.valueOf(LIMIT + 1), String.valueOf(LIMIT));
        assertStillServes();
        client.write(RawPeer.frame(0x82, 0, 4, new byte[LIMIT + 1]));
        assertStillServes();
    }

    @Test
    void farTooLargeARequestIsRefusedAndEndsTheConnection() throws IOException {
        client.write(RawPeer.header(0xc2, 0, 3, Integer.MAX_VALUE, null));
        assertThat(client.read().status()).isEqualTo(40);
        client.awaitClose();
    }

    @Test
    void anOversizeReplyBecomesAStatus() throws IOException {
        client.write(RequestBytes.call(CALLS, "large", "I")
                .arguments(new byte[] {'I', 0, 0, 0x75, 0x30})
                .frame(8));
        RawPeer.Frame refusal = client.read();
        assertThat(refusal.id()).isEqualTo(8);
        assertThat(refusal.status()).isEqualTo(50);
        assertThat(WireReply.text(refusal.body(), 0)).contains(String.valueOf(LIMIT));
        assertStillServes();
    }

    @Test
    void oneLineOfTextBeforeAFrameIsSkipped() throws IOException {
        client.write("status -l\r\n".getBytes(US_ASCII));
        assertStillServes();
        client.write("GET / HTTP/1.1\r\n".getBytes(US_ASCII));
        assertStillServes();
    }

    @Test
    void noTextIsEverAnswered() throws IOException {
        client.write("ls\r\n".getBytes(US_ASCII));
        assertThat(client.isSilentFor(300)).isTrue();
    }

    @Test
    void otherProtocolsEndTheConnection() throws IOException {
        client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        client.awaitClose();
    }

    @Test
    void binaryJunkEndsTheConnection() throws IOException {
        client.write(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00});
        client.awaitClose();
    }

    @Test
    void duplicateIdsAreAnsweredEach() throws IOException {
        client.write(RawPeer.concat(
                RequestBytes.echo("a").frame(11), RequestBytes.echo("a").frame(11)));
        assertThat(client.read().id()).isEqualTo(11);
        assertThat(client.read().id()).isEqualTo(11);
    }

    @Test
    void aFrameMayArriveByteByByteAndManyAtOnce() throws IOException {
        for (byte single : RequestBytes.echo("a").frame(12)) {
            client.write(new byte[] {single});
        }
        assertThat(client.read().id()).isEqualTo(12);
        byte[] many = {};
        for (int i = 0; i < 50; i++) {
            many = RawPeer.concat(many, RequestBytes.echo("a").frame(i));
        }
        client.write(many);
        boolean[] seen = new boolean[50];
        for (int i = 0; i < 50; i++) {
            seen[(int) client.read().id()] = true;
        }
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void heartbeatsAreAnsweredIfTheyAskForIt() throws IOException {
        client.writeHex("dabbe2000000000000000007000000014e");
        RawPeer.Frame answer = client.read();
        assertThat(answer.flags()).isEqualTo(0x22);
        assertThat(answer.status()).isEqualTo(20);
        assertThat(answer.id()).isEqualTo(7);
        assertThat(answer.bodyHex()).isEqualTo("4e");
        client.writeHex("dabba2000000000000000008000000014e");
        assertThat(client.isSilentFor(200)).isTrue();
        assertStillServes();
    }

    @Test
    void otherEventsAreNotAnswered() throws IOException {
        // Read-only and writeable, one-way and two-way; empty; longer than any event; of another serialization; an
        // answer.
        client.writeHex("dabba2000000000000000008000000020152");
        client.writeHex("dabbe2000000000000000008000000020152");
        client.writeHex("dabba2000000000000000008000000020157");
        client.write(0xe2, 0, 8, new byte[0]);
        client.write(0xe2, 0, 8, RawPeer.text("x".repeat(200)));
        client.write(0x22, 20, 8, new byte[] {'N'});
        assertThat(client.isSilentFor(200)).isTrue();
        assertStillServes();
    }

    @Test
    void aReplyThatNobodyAskedForIsIgnored() throws IOException {
        client.replyText(99, "unasked");
        assertStillServes();
    }

    @Test
    void oneWayCallsAreNeverAnsweredWhateverBecomesOfThem() throws IOException {
        client.write(0x82, 0, 1, RequestBytes.echo("a").body());
        client.write(0x82, 0, 2, RequestBytes.hello().path("some.Missing").body());
        client.write(0x82, 0, 3, RequestBytes.call(GREETS, "missing", TEXT).body());
        client.write(0x82, 0, 4, RequestBytes.echo("a").arguments().body());
        client.write(0x82, 0, 5, new byte[0]);
        client.write(
                0x82,
                0,
                6,
                RequestBytes.call(CALLS, "failJava", TEXT)
                        .arguments(RawPeer.text("why"))
                        .body());
        client.write(0x82, 0, 7, RequestBytes.call(CALLS, "unserializable", "").body());
        client.write(0x82, 0, 8, RequestBytes.hello().attach("group", "guarded").body());
        assertThat(client.isSilentFor(300)).isTrue();
        assertStillServes();
    }

    private void assertStillServes() throws IOException {
        client.write(RequestBytes.echo("still here").frame(1_000));
        RawPeer.Frame reply = client.read();
        assertThat(reply.id()).isEqualTo(1_000);
        assertThat(WireReply.parse(reply.body(), 0).value()).isEqualTo("still here");
    }
}
