// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Tern consumer makes of replies, whole, broken and foreign, from a provider that the test plays. */
class ConsumerReplyTest {
    private static final int LIMIT = 10_000;
    private static final int TIMEOUT_MILLIS = 4_000;

    private FakeProvider provider;
    private Tern tern;
    private CallService calls;

    @BeforeEach
    void connect() throws IOException {
        provider = FakeProvider.start();
        tern = Tern.builder().application("wire").start();
        calls = tern.refer(
                        CallService.class,
                        reference -> reference
                                .set("url", "dubbo://127.0.0.1:" + provider.port())
                                .set("timeout", TIMEOUT_MILLIS)
                                .set("retries", 0)
                                .parameter("payload", String.valueOf(LIMIT)))
                .get();
    }

    @AfterEach
    void disconnect() throws IOException {
        tern.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "910470696e67, ping",
        "940470696e674805647562626f05322e302e325a, ping",
        "940470696e674e, ping",
        "940470696e674d176a6176612e7574696c2e4c696e6b6564486173684d61705a, ping",
        "92,",
        "95485a,",
        "954e,",
        "4900000001" + "0470696e67, ping",
        "91b5, 37",
        "9154, true",
    })
    void allFormsOfAValueAreRead(String body, String expected) {
        answer(body);
        assertThat(calls.echo("x")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"96", "8f", "0141", "", "91", "90", "9143", "935a", "94014148", "ffffff"})
    void whatIsNoReplyFailsTheCallAtOnceAndNothingElse(String body) {
        answer(body);
        assertThatThrownBy(() -> calls.echo("x")).isInstanceOf(RpcSerializationException.class);
        assertStillCalls();
    }

    @Test
    void nullInPlaceOfAnExceptionFailsTheCall() {
        answer("904e");
        assertThatThrownBy(() -> calls.echo("x")).isInstanceOf(RuntimeException.class);
        assertStillCalls();
    }

    @Test
    void anExceptionOfAnUnknownClassIsABusinessFailure() {
        provider.answerNext((request, peer) -> peer.write(
                0x02,
                20,
                request.id(),
                RawPeer.concat(
                        new byte[] {(byte) 0x90, 'C'},
                        RawPeer.text("com.example.Unknown"),
                        new byte[] {(byte) 0x91},
                        RawPeer.text("detailMessage"),
                        new byte[] {0x60},
                        RawPeer.text("why"))));
        RemoteServiceException failure = catchThrowableOfType(RemoteServiceException.class, () -> calls.echo("x"));
        assertThat(failure).hasMessageContaining("com.example.Unknown").hasMessageContaining("why");
        assertStillCalls();
    }

    @ParameterizedTest
    @CsvSource({
        "25, 5", "30, 2", "31, 2", "40, 0", "50, 5", "60, 0", "70, 0", "80, 0", "90, 0", "100, 7", "21, 0", "99, 0",
        "0, 0", "255, 0"
    })
    void statusesBecomeCodes(int status, int code) {
        provider.answerNext((request, peer) -> peer.write(0x02, status, request.id(), RawPeer.text("the reason")));
        RpcException failure = catchThrowableOfType(RpcException.class, () -> calls.echo("x"));
        assertThat(failure).hasMessageContaining("the reason").hasMessageContaining("status " + status);
        assertThat(failure.getCode()).isEqualTo(code);
        assertStillCalls();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4e", "ff", "5301", "91"})
    void aStatusWithoutAReadableTextIsStillThatStatus(String body) {
        provider.answerNext((request, peer) ->
                peer.write(0x02, 70, request.id(), java.util.HexFormat.of().parseHex(body)));
        assertThatThrownBy(() -> calls.echo("x"))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("status 70");
        assertStillCalls();
    }

    @Test
    void repliesToNobodyAndSecondRepliesAreDropped() {
        provider.answerNext((request, peer) -> {
            peer.replyText(request.id() + 1_000, "not yours");
            peer.replyText(request.id() - 1_000, "not yours");
            peer.write(0x02, 70, Long.MIN_VALUE, RawPeer.text("not yours"));
            peer.replyText(request.id(), "yours");
            peer.replyText(request.id(), "late");
        });
        assertThat(calls.echo("x")).isEqualTo("yours");
        assertStillCalls();
        assertThat(provider.connections()).isEqualTo(1);
    }

    @Test
    void anotherSerializationFailsTheCallAtOnce() {
        provider.answerNext((request, peer) -> peer.write(0x15, 20, request.id(), new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> calls.echo("x"))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("21");
        assertStillCalls();
    }

    @Test
    void anOversizeReplyFailsTheCallAtOnceAndIsSkippedExactly() {
        provider.answerNext((request, peer) -> peer.write(0x02, 20, request.id(), new byte[LIMIT + 1]));
        assertThatThrownBy(() -> calls.echo("x"))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining(String.valueOf(LIMIT + 1));
        assertStillCalls();
        assertThat(provider.connections()).isEqualTo(1);
    }

    @Test
    void anOversizeRequestIsNotSent() throws InterruptedException {
        assertThatThrownBy(() -> calls.echo("x".repeat(LIMIT)))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining(String.valueOf(LIMIT));
        provider.answerNext((request, peer) -> peer.replyText(request.id(), "small"));
        assertThat(calls.echo("y")).isEqualTo("small");
        RawPeer.Frame first = provider.poll();
        assertThat(WireRequest.parse(first.body(), 0).arguments()).containsExactly("y");
    }

    @Test
    void aNegativeLengthEndsTheConnectionAndFailsTheCall() {
        provider.answerNext((request, peer) -> peer.write(RawPeer.header(0x02, 20, request.id(), -5, null)));
        assertThatThrownBy(() -> calls.echo("x")).isInstanceOf(RpcConnectionException.class);
    }

    @Test
    void aLostConnectionFailsTheCallAtOnce() {
        provider.answerNext((request, peer) -> peer.reset());
        long begin = System.nanoTime();
        assertThatThrownBy(() -> calls.echo("x"))
                .isInstanceOf(RpcConnectionException.class)
                .hasMessageContaining("CallService#echo");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)).isLessThan(TIMEOUT_MILLIS / 2);
    }

    @Test
    void oneLineOfTextBeforeAReplyIsSkipped() {
        provider.answerNext((request, peer) -> {
            peer.write("Unsupported command: x\r\n".getBytes(StandardCharsets.US_ASCII));
            peer.replyText(request.id(), "ping");
        });
        assertThat(calls.echo("x")).isEqualTo("ping");
    }

    @Test
    void heartbeatsAreAnsweredWhileACallWaits() throws Exception {
        CompletableFuture<RawPeer.Frame> answer = new CompletableFuture<>();
        provider.answerNext((request, peer) -> {
            peer.writeHex("dabba2000000000000000008000000014e");
            peer.writeHex("dabbe2000000000000000009000000014e");
            answer.complete(peer.read());
            peer.replyText(request.id(), "ping");
        });
        assertThat(calls.echo("x")).isEqualTo("ping");
        RawPeer.Frame heartbeat = answer.get(5, TimeUnit.SECONDS);
        assertThat(heartbeat.flags()).isEqualTo(0x22);
        assertThat(heartbeat.status()).isEqualTo(20);
        assertThat(heartbeat.id()).isEqualTo(9);
        assertThat(heartbeat.bodyHex()).isEqualTo("4e");
    }

    @Test
    void aCallOfTheProviderIsRefusedAndDoesNotDisturbCallsOfTheSameId() throws Exception {
        CompletableFuture<RawPeer.Frame> answer = new CompletableFuture<>();
        provider.answerNext((request, peer) -> {
            peer.write(0x82, 0, request.id(), RequestBytes.echo("one-way").body());
            peer.write(0xc2, 0, request.id(), RequestBytes.echo("two-way").body());
            answer.complete(peer.read());
            peer.replyText(request.id(), "ping");
        });
        assertThat(calls.echo("x")).isEqualTo("ping");
        assertThat(answer.get(5, TimeUnit.SECONDS).status()).isEqualTo(70);
    }

    private void answer(String body) {
        provider.answerNext((request, peer) ->
                peer.write(0x02, 20, request.id(), java.util.HexFormat.of().parseHex(body)));
    }

    private void assertStillCalls() {
        provider.answerNext((request, peer) -> peer.replyText(request.id(), "still here"));
        assertThat(calls.echo("x")).isEqualTo("still here");
    }
}
