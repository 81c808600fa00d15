// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import io.tern.rpc.spi.transport.Server;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a server meets consumers that misbehave: sockets that the test drives byte by byte. */
public abstract class ProviderConformanceTest extends TransportFixture {
    private static final int PAYLOAD_BYTES = 256 * 1024;

    /** Connects to a server. */
    protected final RawPeer consumer(Server server) throws Exception {
        return closing(peer(server.address()));
    }

    private static byte[] echo(String text) {
        return RawPeer.requestBody("2.0.2", "echo", text);
    }

    private static void assertServes(RawPeer consumer) throws Exception {
        RawPeer.Frame reply = consumer.write(0xc2, 0, 77, echo("ok")).readCall();
        assertThat(reply.id()).isEqualTo(77);
        assertThat(reply.status()).isEqualTo(20);
        assertThat(reply.bodyHex()).startsWith("94026f6b");
    }

    @Test
    void theReplyHasAttachmentsExactlyIfTheProtocolVersionSaysSo() throws Exception {
        RawPeer consumer = consumer(serve(provider()));
        Map<String, Boolean> expected = new LinkedHashMap<>();
        for (String yes : List.of("2.0.2", "2.0.9", "2.0.2-x")) {
            expected.put(yes, true);
        }
        for (String no :
                List.of("", "2.0.0", "2.0.1", "1.0", "2.0.10", "2.0.99", "2.1.0", "2.6.2", "2.6.3", "3.3.6", "abc")) {
            expected.put(no, false);
        }
        for (Map.Entry<String, Boolean> row : expected.entrySet()) {
            consumer.write(0xc2, 0, 1, RawPeer.requestBody(row.getKey(), "echo", "x"));
            String body = consumer.read().bodyHex();
            assertThat(body)
                    .as(row.getKey())
                    .isEqualTo(row.getValue() ? "940178" + "4805647562626f05322e302e325a" : "910178");
        }
    }

    @Test
    void aOneWayRequestIsNeverAnswered() throws Exception {
        RawPeer consumer = consumer(serve(provider()));
        consumer.write(0x82, 0, 1, echo("x")).write(0x82, 0, 2, new byte[] {1, 2, 3});
        consumer.write(0x82, 0, 3, RawPeer.requestBody("2.0.2", "unknown", "x"));
        assertServes(consumer);
        assertThat(consumer.isSilentFor(200)).isTrue();
    }

    @Test
    void aTwoWayRequestIsAlwaysAnswered() throws Exception {
        RawPeer consumer = consumer(serve(provider()));
        byte[] truncated = Arrays.copyOf(echo("some text"), echo("some text").length - 6);
        byte[] noMap = Arrays.copyOf(echo("x"), echo("x").length - 2);
        List<byte[]> bad = List.of(new byte[0], new byte[] {1, 2, 3}, truncated, noMap);
        for (byte[] body : bad) {
            RawPeer.Frame reply = consumer.write(0xc2, 0, -5, body).read();
            assertThat(reply.flags()).isEqualTo(0x02);
            assertThat(reply.status()).isEqualTo(40);
            assertThat(reply.id()).isEqualTo(-5);
        }
        RawPeer.Frame unknown = consumer.write(0xc2, 0, 8, RawPeer.requestBody("2.0.2", "unknown", "x"))
                .read();
        assertThat(unknown.status()).isEqualTo(70);
        assertServes(consumer);
    }

    @Test
    void headStringsOverTheirCapsAreRefused() throws Exception {
        RawPeer consumer = consumer(serve(provider()));
        RawPeer.Frame reply = consumer.write(0xc2, 0, 1, RawPeer.requestBody("2.0.2", "m".repeat(257), "x"))
                .read();
        assertThat(reply.status()).isEqualTo(40);
        assertServes(consumer);
    }

    @Test
    void onlyHessianIsAcceptedAndTheRefusalIsInHessian() throws Exception {
        RawPeer consumer = consumer(serve(provider()));
        for (int serialization = 0; serialization < 32; serialization++) {
            if (serialization != 2) {
                RawPeer.Frame reply = consumer.write(0xc0 | serialization, 0, serialization, echo("x"))
                        .read();
                assertThat(reply.flags()).isEqualTo(0x02);
                assertThat(reply.status()).isEqualTo(40);
                assertThat(reply.id()).isEqualTo(serialization);
            }
        }
        assertServes(consumer);
    }

    @Test
    void anOversizeRequestIsSkippedExactlyAndAnswered() throws Exception {
        RawPeer consumer = consumer(serve(provider()));
        for (int length : new int[] {PAYLOAD_BYTES + 1, 4 * PAYLOAD_BYTES}) {
            RawPeer.Frame reply =
                    consumer.write(RawPeer.header(0xc2, 0, 5, length, null)).read();
            assertThat(reply.status()).isEqualTo(40);
            assertThat(reply.id()).isEqualTo(5);
            consumer.write(new byte[length]);
            assertServes(consumer);
        }
    }

    @Test
    void aFarTooLargeRequestIsAnsweredAndTheConnectionClosed() throws Exception {
        Server server = serve(provider());
        for (int length : new int[] {4 * PAYLOAD_BYTES + 1, Integer.MAX_VALUE}) {
            RawPeer consumer = consumer(server);
            RawPeer.Frame reply =
                    consumer.write(RawPeer.header(0xc2, 0, 5, length, null)).read();
            assertThat(reply.status()).isEqualTo(40);
            consumer.awaitClose();
        }
    }

    @Test
    void aNegativeLengthClosesTheConnection() throws Exception {
        Server server = serve(provider());
        for (int length : new int[] {-1, Integer.MIN_VALUE}) {
            RawPeer consumer = consumer(server);
            consumer.write(RawPeer.header(0xc2, 0, 5, length, null)).awaitClose();
        }
    }

    @Test
    void aLineOfTextIsSkippedAndOtherProtocolsAreClosed() throws Exception {
        Server server = serve(provider());
        RawPeer checked = consumer(server);
        checked.write("ls\r\n".getBytes(US_ASCII));
        assertServes(checked);
        List<byte[]> foreign = List.of(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII),
                new byte[] {0x16, 3, 1, 2, 0},
                "x".repeat(2_000).getBytes(US_ASCII),
                RawPeer.concat("junk".getBytes(US_ASCII), RawPeer.frame(0xc2, 0, 1, echo("x"))),
                new byte[] {(byte) 0xda, 0});
        for (byte[] bytes : foreign) {
            consumer(server).write(bytes).awaitClose();
        }
        assertServes(checked);
    }

    @Test
    void aLargeFirstRequestMustNameAService() throws Exception {
        Server server = serve(provider());
        String large = "y".repeat(900);
        byte[] good = RawPeer.concat(
                RawPeer.text("2.0.2"),
                RawPeer.text(ProbeService.class.getName()),
                RawPeer.text("0.0.0"),
                RawPeer.text("anything"),
                RawPeer.text("Ljava/lang/Object;"),
                bytes(150_000),
                new byte[] {'H', 'Z'});
        RawPeer.Frame reply = consumer(server).write(0xc2, 0, 1, good).read();
        assertThat(reply.status()).isEqualTo(20);
        assertThat(reply.body().length).isGreaterThan(150_000);

        byte[] bad = RawPeer.concat(RawPeer.requestBody("2.0.2", "nothing", large), new byte[150_000]);
        RawPeer stranger = consumer(server);
        assertThat(stranger.write(0xc2, 0, 1, bad).read().status()).isEqualTo(40);
        assertServes(stranger);
    }

    /** A Hessian byte[] in chunks. */
    private static byte[] bytes(int length) {
        List<byte[]> parts = new ArrayList<>();
        int left = length;
        while (left > 0) {
            int size = Math.min(left, 0x8000);
            left -= size;
            parts.add(new byte[] {(byte) (left > 0 ? 'A' : 'B'), (byte) (size >> 8), (byte) size});
            parts.add(new byte[size]);
        }
        return RawPeer.concat(parts.toArray(byte[][]::new));
    }

    @Test
    void heartbeatsAreAnsweredIfTwoWay() throws Exception {
        RawPeer consumer = consumer(serve(provider()));
        consumer.writeHex("dabba2000000000000000006000000014e").writeHex("dabbe2000000000000000007000000014e");
        RawPeer.Frame answer = consumer.read();
        assertThat(answer.flags()).isEqualTo(0x22);
        assertThat(answer.id()).isEqualTo(7);
        assertThat(answer.bodyHex()).isEqualTo("4e");
        consumer.writeHex("dabbe20000000000000000080000000201" + "52").writeHex("dabbe200000000000000000900000000");
        assertServes(consumer);
    }

    @Test
    void aConnectionWithoutTrafficIsClosedAfterThreeHeartbeats() throws Exception {
        Server server = serve(provider(), new ServerSettings(0, PAYLOAD_BYTES, 100));
        RawPeer consumer = consumer(server);
        long start = System.nanoTime();
        assertServes(consumer);
        assertThatThrownBy(consumer::read)
                .isInstanceOfAny(EOFException.class, SSLException.class, SocketException.class);
        assertThat(NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThanOrEqualTo(300);
        eventually("it is forgotten", () -> server.connections() == 0);
    }

    @Test
    void connectionsOverTheAcceptLimitAreClosed() throws Exception {
        Server server = serve(provider(), new ServerSettings(2, PAYLOAD_BYTES, 60_000));
        RawPeer first = consumer(server);
        RawPeer second = consumer(server);
        assertServes(first);
        assertServes(second);
        consumer(server).awaitClose();
        assertThat(count(Event.CONNECTION_REFUSED).get()).isEqualTo(1);
        assertServes(first);
    }

    @Test
    void peersThatMadeNoCallAreLimitedAndCallersAreNot() throws Exception {
        Server server = serve(provider());
        for (int i = 0; i < 80; i++) {
            assertServes(consumer(server));
        }
        List<RawPeer> silent = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            silent.add(consumer(server));
        }
        eventually("all are accepted", () -> server.connections() == 144);
        consumer(server).awaitClose();
        silent.get(0).close();
        eventually("one left", () -> server.connections() == 143);
        assertServes(consumer(server));
    }

    @Test
    void theThirdRequestWithoutTheRightTokenClosesItsConnectionAndNoOther() throws Exception {
        Server server = serve(provider().on("later", call -> call.replyForbidden("no token")));
        RawPeer consumer = consumer(server);
        RawPeer other = consumer(server);
        byte[] refused = RawPeer.requestBody("2.0.2", "later", "x");
        for (int id = 1; id <= 2; id++) {
            RawPeer.Frame reply = consumer.write(0xc2, 0, id, refused).readCall();
            assertThat(reply.status()).isEqualTo(70);
            assertThat(reply.id()).isEqualTo(id);
            assertServes(consumer);
        }
        assertThat(other.write(0xc2, 0, 1, refused).readCall().status()).isEqualTo(70);
        assertThat(consumer.write(0xc2, 0, 3, refused).readCall().status())
                .as("the last one is answered before the end")
                .isEqualTo(70);
        consumer.awaitClose();
        assertServes(other);
        assertThat(count(Event.CONNECTION_REFUSED)).hasValue(1);
    }

    @Test
    void oneWayRequestsWithoutTheRightTokenCountToo() throws Exception {
        RawPeer consumer = consumer(serve(provider().on("later", call -> call.replyForbidden("no token"))));
        byte[] refused = RawPeer.requestBody("2.0.2", "later", "x");
        consumer.write(0x82, 0, 1, refused).write(0x82, 0, 2, refused).write(0x82, 0, 3, refused);
        consumer.awaitClose();
    }

    @Test
    void aResultThatCannotBeEncodedIsReportedAndNothingOfItIsSent() throws Exception {
        RawPeer consumer = consumer(serve(provider()
                .on(
                        "echo",
                        call -> call.replyValue(
                                call.arguments()[0].equals("bad")
                                        ? new ArrayList<>(List.of("part", new Thread()))
                                        : "ok",
                                Map.of()))));
        RawPeer.Frame reply = consumer.write(0xc2, 0, 1, echo("bad")).read();
        assertThat(reply.status()).isEqualTo(50);
        assertThat(new String(reply.body(), US_ASCII))
                .contains("ProbeService#echo")
                .doesNotContain("part");
        assertServes(consumer);
    }

    @Test
    void aResultOverThePayloadLimitIsReported() throws Exception {
        RawPeer consumer = consumer(serve(provider()
                .on(
                        "echo",
                        call -> call.replyValue(
                                call.arguments()[0].equals("bad") ? "x".repeat(PAYLOAD_BYTES) : "ok", Map.of()))));
        RawPeer.Frame reply = consumer.write(0xc2, 0, 1, echo("bad")).read();
        assertThat(reply.status()).isEqualTo(50);
        assertThat(new String(reply.body(), US_ASCII)).contains(String.valueOf(PAYLOAD_BYTES));
        assertServes(consumer);
    }

    @Test
    void theFirstAnswerCounts() throws Exception {
        RawPeer consumer = consumer(serve(provider().on("echo", call -> {
            call.replyValue("ok", Map.of());
            call.replyValue("second", Map.of());
            call.replyStatus(ReplyStatus.SERVER_ERROR, "third");
            call.drop();
        })));
        assertServes(consumer);
        assertThat(consumer.isSilentFor(200)).isTrue();
    }

    @Test
    void anEngineThatFailsIsAnsweredFor() throws Exception {
        RequestHandler broken = new RequestHandler() {
            @Override
            public @Nullable RequestTarget find(RequestHead head) {
                return null;
            }

            @Override
            public void accept(IncomingCall call) {
                throw new IllegalStateException("engine");
            }
        };
        Server server = serve(broken, ServerSettings.DEFAULT);
        RawPeer.Frame reply = consumer(server).write(0xc2, 0, 1, echo("x")).read();
        assertThat(reply.status()).isEqualTo(80);
        assertThat(new String(reply.body(), US_ASCII)).doesNotContain("engine");
    }

    @Test
    void aServerThatGoesAwaySaysSoAndServesOn() throws Exception {
        Server server = serve(provider());
        RawPeer consumer = consumer(server);
        assertServes(consumer);
        server.announceShutdown();
        RawPeer.Frame event = consumer.read();
        assertThat(event.flags()).isEqualTo(0xa2);
        assertThat(event.bodyHex()).isEqualTo("0152");
        assertServes(consumer);
        server.close();
        consumer.awaitClose();
        server.close();
    }

    @Test
    void aConsumerThatDoesNotReadIsNotReadFromEither() throws Exception {
        ScriptedProvider provider = provider().on("echo", call -> call.replyValue("z".repeat(200_000), Map.of()));
        Server server = serve(provider);
        RawPeer consumer = consumer(server);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int i = 0; i < 20_000; i++) {
                            consumer.write(0xc2, 0, i, echo("x".repeat(800)));
                        }
                    } catch (IOException closed) {
                        // the test is over
                    }
                },
                workers());
        eventually("requests are served", () -> provider.received().size() > 10);
        // Without back pressure all 20 000 would be served by and by, and their answers kept.
        long before = -1;
        while (before != provider.received().size()) {
            before = provider.received().size();
            Object monitor = new Object();
            synchronized (monitor) {
                monitor.wait(300);
            }
        }
        assertThat(provider.received().size()).isLessThan(10_000);
        assertThat(writer.isDone()).isFalse();
        consumer.reset();
        writer.get(5, SECONDS);
    }
}
