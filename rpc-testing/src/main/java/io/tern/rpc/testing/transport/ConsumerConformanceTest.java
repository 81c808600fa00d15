// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.Connection;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a consumer's connection meets a provider that misbehaves: a socket that the test drives byte by byte. */
public abstract class ConsumerConformanceTest extends TransportFixture {
    private static final int PAYLOAD_BYTES = 256 * 1024;

    /** The two ends. */
    private record Pair(Connection connection, RawPeer provider, ServerSocket socket) {}

    private Pair pair(int heartbeatMillis) throws Exception {
        ServerSocket socket = closing(listen(0));
        Connection connection = open(socket.getLocalPort(), settings(heartbeatMillis));
        RawPeer provider = closing(new RawPeer(socket.accept()));
        connection.connect().toCompletableFuture().get(5, SECONDS);
        return new Pair(connection, provider, socket);
    }

    private Pair pair() throws Exception {
        return pair(60_000);
    }

    private void assertUsable(Pair pair) throws Exception {
        ResponseFuture<?> reply = async(pair.connection, 3_000, "echo", "x");
        pair.provider.replyText(pair.provider.readCall().id(), "fine");
        assertThat(reply.get(5, SECONDS)).isEqualTo("fine");
    }

    @Test
    void aOneWayRequestHasTheOneWayFlag() throws Exception {
        Pair pair = pair();
        pair.connection.send(call(CallMode.ONEWAY, false, 1_000, "fire", "x"), prepared("fire"));
        RawPeer.Frame request = pair.provider.read();
        assertThat(request.flags()).isEqualTo(0x82);
        assertThat(request.status()).isZero();
    }

    @Test
    void duplicateUnknownAndForgedRepliesAreDropped() throws Exception {
        Pair pair = pair();
        ResponseFuture<?> reply = async(pair.connection, 3_000, "echo", "x");
        long id = pair.provider.readCall().id();
        pair.provider.replyText(id + 1, "forged").replyText(-1, "forged").replyText(0, "forged");
        pair.provider.replyText(id, "first").replyText(id, "second");
        assertThat(reply.get(5, SECONDS)).isEqualTo("first");
        eventually("four are counted", () -> count(Event.LATE_REPLY).get() == 4);
        assertUsable(pair);
    }

    @Test
    void aReplyWithTheEventFlagIsNoReply() throws Exception {
        Pair pair = pair();
        ResponseFuture<?> reply = async(pair.connection, 200, "echo", "x");
        pair.provider.write(0x22, 20, pair.provider.readCall().id(), new byte[] {'N'});
        assertThat(failure(reply)).isInstanceOf(RpcTimeoutException.class);
        assertUsable(pair);
    }

    @Test
    void aReplyThatArrivesByteByByteIsRead() throws Exception {
        Pair pair = pair();
        ResponseFuture<?> reply = async(pair.connection, 5_000, "echo", "x");
        long id = pair.provider.readCall().id();
        byte[] body = RawPeer.concat(new byte[] {(byte) 0x91}, RawPeer.shortText("slow"));
        for (byte next : RawPeer.frame(0x02, 20, id, body)) {
            pair.provider.write(new byte[] {next});
        }
        assertThat(reply.get(5, SECONDS)).isEqualTo("slow");
    }

    @Test
    void allSixKindsOfReplyAreUnderstood() throws Exception {
        Pair pair = pair();
        List<String> bodies = List.of("9102 6f6b", "92", "9402 6f6b 48035f6b31 035f7631 5a", "95485a", "954e");
        List<String> values = List.of("ok", "null", "ok", "null", "null");
        for (int i = 0; i < bodies.size(); i++) {
            ResponseFuture<?> reply = async(pair.connection, 3_000, "echo", "x");
            byte[] body = HexFormat.of().parseHex(bodies.get(i).replace(" ", ""));
            pair.provider.write(0x02, 20, pair.provider.readCall().id(), body);
            assertThat(String.valueOf(reply.get(5, SECONDS))).isEqualTo(values.get(i));
            assertThat(reply.attachments()).hasSize(i == 2 ? 1 : 0);
        }
    }

    @Test
    void aReplyThatCannotBeDecodedFailsItsCallOnly() throws Exception {
        Pair pair = pair();
        for (byte[] body : List.of(new byte[0], new byte[] {(byte) 0x99}, new byte[] {(byte) 0x91, 5, 'a'})) {
            ResponseFuture<?> reply = async(pair.connection, 3_000, "echo", "x");
            pair.provider.write(0x02, 20, pair.provider.readCall().id(), body);
            assertThat(failure(reply))
                    .isInstanceOf(RpcSerializationException.class)
                    .hasMessageContaining("ProbeService#echo(String)");
        }
        assertUsable(pair);
    }

    @Test
    void aReplyInAnotherSerializationFailsItsCallOnly() throws Exception {
        Pair pair = pair();
        ResponseFuture<?> reply = async(pair.connection, 3_000, "echo", "x");
        pair.provider.write(0x06, 20, pair.provider.readCall().id(), new byte[] {1, 2, 3});
        assertThat(failure(reply))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("serialization 6");
        assertUsable(pair);
    }

    @Test
    void anOversizeReplyFailsAtOnceAndExactlyItsBytesAreSkipped() throws Exception {
        Pair pair = pair();
        ResponseFuture<?> reply = async(pair.connection, 60_000, "echo", "x");
        long id = pair.provider.readCall().id();
        int length = PAYLOAD_BYTES + 1;
        pair.provider.write(RawPeer.header(0x02, 20, id, length, null));
        assertThat(failure(reply))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining(length + " bytes")
                .hasMessageContaining(PAYLOAD_BYTES + " bytes");
        pair.provider.write(new byte[length]);
        assertUsable(pair);
    }

    @Test
    void aNegativeLengthClosesTheConnection() throws Exception {
        Pair pair = pair();
        ResponseFuture<?> reply = async(pair.connection, 60_000, "echo", "x");
        pair.provider.write(RawPeer.header(0x02, 20, pair.provider.readCall().id(), -1, null));
        assertThat(failure(reply)).isInstanceOf(RpcConnectionException.class);
        pair.provider.awaitClose();
    }

    @Test
    void aLineOfTextIsSkippedAndOtherBytesCloseTheConnection() throws Exception {
        Pair pair = pair();
        pair.provider.write("hello\r\n".getBytes(US_ASCII));
        assertUsable(pair);
        pair.provider.write(new byte[] {1, 2, 3});
        pair.provider.awaitClose();
        assertThat(count(Event.BAD_FRAME).get()).isEqualTo(2);
    }

    @Test
    void aLostConnectionFailsItsCallsAtOnceAndNamesPeerAndMethod() throws Exception {
        long shortest = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            shortest = Math.min(shortest, lose(pair()));
        }
        // The shortest, since a machine that runs other builds too may take the thread away for longer than that.
        assertThat(shortest).isLessThan(500);
    }

    /** Returns how many milliseconds it takes until all calls have failed. */
    private long lose(Pair pair) throws Exception {
        List<ResponseFuture<?>> replies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            replies.add(async(pair.connection, 60_000, "echo", "x"));
        }
        CompletableFuture<Throwable> sync = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> sync(pair.connection, "echo", "x").await()), workers());
        for (int i = 0; i <= 100; i++) {
            pair.provider.readCall();
        }
        long start = System.nanoTime();
        pair.provider.reset();
        for (ResponseFuture<?> reply : replies) {
            assertLost(failure(reply));
        }
        assertLost(sync.get(5, SECONDS));
        return NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static void assertLost(Throwable error) {
        assertThat(error)
                .isInstanceOf(RpcConnectionException.class)
                .hasMessageContaining("ProbeService#echo(String)")
                .hasMessageContaining("127.0.0.1:");
        assertThat(((RpcException) error).delivery()).isEqualTo(Delivery.MAYBE_EXECUTED);
    }

    @Test
    void aLostConnectionComesBackByItself() throws Exception {
        Pair pair = pair();
        pair.provider.reset();
        RawPeer again = closing(new RawPeer(pair.socket.accept()));
        eventually("it is available", pair.connection::isAvailable);
        assertUsable(new Pair(pair.connection, again, pair.socket));
    }

    @Test
    void nothingConnectsAfterClose() throws Exception {
        Pair pair = pair();
        pair.connection.close();
        pair.provider.awaitClose();
        ResponseFuture<?> reply = async(pair.connection, 1_000, "echo", "x");
        assertThat(failure(reply)).isInstanceOf(RpcConnectionException.class);
        assertThat(((RpcException) failure(reply)).delivery()).isEqualTo(Delivery.NOT_SENT);
        pair.socket.setSoTimeout(500);
        assertThatThrownBy(pair.socket::accept).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aRefusedConnectionFailsCallsUnsentAndWithTheReason() throws Exception {
        ServerSocket socket = listen(0);
        int port = socket.getLocalPort();
        socket.close();
        Connection connection = open(port);
        assertThatThrownBy(() -> connection.connect().toCompletableFuture().get(5, SECONDS))
                .hasCauseInstanceOf(ConnectException.class);
        for (boolean sent : new boolean[] {false, true}) {
            ResponseFuture<?> reply =
                    connection.send(call(CallMode.ONEWAY, sent, 1_000, "fire", "x"), prepared("fire"));
            assertThat(reply.isDone()).isTrue();
            assertThat(failure(reply))
                    .isInstanceOf(RpcConnectionException.class)
                    .hasMessageContaining("refused");
            assertThat(((RpcException) failure(reply)).delivery()).isEqualTo(Delivery.NOT_SENT);
        }
    }

    @Test
    void aLazyConnectionConnectsAtTheFirstCall() throws Exception {
        ServerSocket socket = closing(listen(0));
        Connection connection =
                open(socket.getLocalPort(), new ConnectionSettings(2_000, 60_000, 2_000, PAYLOAD_BYTES, true));
        socket.setSoTimeout(200);
        assertThatThrownBy(socket::accept).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(5_000);
        ResponseFuture<?> reply = async(connection, 3_000, "echo", "x");
        RawPeer provider = closing(new RawPeer(socket.accept()));
        provider.replyText(provider.readCall().id(), "late start");
        assertThat(reply.get(5, SECONDS)).isEqualTo("late start");
    }

    @Test
    void aSilentProviderIsAskedForASignOfLifeAndGivenUpAfterThree() throws Exception {
        Pair pair = pair(250); // so that there is time to answer before it is given up
        RawPeer.Frame first = pair.provider.read();
        assertThat(first.flags()).isEqualTo(0xe2);
        assertThat(first.bodyHex()).isEqualTo("4e");
        pair.provider.write(0x22, 20, first.id(), new byte[] {'N'});
        RawPeer.Frame second = pair.provider.read();
        assertThat(second.id()).isNotEqualTo(first.id());
        pair.provider.awaitClose();
        // It was given up, not closed for good.
        closing(new RawPeer(pair.socket.accept()));
    }

    @Test
    void twoWayHeartbeatsAreAnsweredAndOneWayOnesAreNot() throws Exception {
        Pair pair = pair();
        pair.provider.writeHex("dabba2000000000000000006000000014e").writeHex("dabbe2000000000000000007000000014e");
        RawPeer.Frame answer = pair.provider.read();
        assertThat(answer.flags()).isEqualTo(0x22);
        assertThat(answer.status()).isEqualTo(20);
        assertThat(answer.id()).isEqualTo(7);
        assertThat(answer.bodyHex()).isEqualTo("4e");
    }

    @Test
    void aCallFromTheProviderIsRefusedWithAnAnswer() throws Exception {
        Pair pair = pair();
        pair.provider.write(0xc2, 0, 9, new byte[100]);
        RawPeer.Frame answer = pair.provider.read();
        assertThat(answer.status()).isEqualTo(70);
        assertThat(answer.id()).isEqualTo(9);
        assertUsable(pair);
    }

    @Test
    void aProviderThatGoesAwayIsLeftWhenTheLastCallEnded() throws Exception {
        Pair pair = pair();
        ResponseFuture<?> reply = async(pair.connection, 5_000, "echo", "x");
        long id = pair.provider.readCall().id();
        pair.provider.writeHex("dabba2000000000000000008000000020152");
        eventually("it is not available", () -> !pair.connection.isAvailable());
        pair.provider.replyText(id, "last");
        assertThat(reply.get(5, SECONDS)).isEqualTo("last");
        pair.provider.awaitClose();
        closing(new RawPeer(pair.socket.accept()));
    }

    @Test
    void aProviderThatStaysAfterAllIsUsedAgain() throws Exception {
        Pair pair = pair();
        ResponseFuture<?> reply = async(pair.connection, 5_000, "echo", "x");
        long id = pair.provider.readCall().id();
        pair.provider.writeHex("dabba2000000000000000008000000020152");
        eventually("it is not available", () -> !pair.connection.isAvailable());
        pair.provider.writeHex("dabba2000000000000000008000000020157");
        eventually("it is available", pair.connection::isAvailable);
        pair.provider.replyText(id, "on");
        assertThat(reply.get(5, SECONDS)).isEqualTo("on");
        assertUsable(pair);
    }

    @Test
    void closingWaitsForCallsInFlightAndFailsTheRest() throws Exception {
        Pair pair = pair();
        ResponseFuture<?> answered = async(pair.connection, 60_000, "echo", "x");
        ResponseFuture<?> left = async(pair.connection, 60_000, "echo", "x");
        long id = pair.provider.readCall().id();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> pair.connection.close(1_000), workers());
        pair.provider.replyText(id, "in time");
        assertThat(answered.get(5, SECONDS)).isEqualTo("in time");
        assertThat(failure(left))
                .isInstanceOf(RpcConnectionException.class)
                .hasMessageContaining("this process closed");
        closed.get(5, SECONDS);
    }

    @Test
    void aProviderThatDoesNotReadSlowsCallersDownAndThenFailsThemFast() throws Exception {
        Pair pair = pair();
        String large = "x".repeat(100_000);
        Throwable refused = null;
        for (int i = 0; i < 1_000 && refused == null; i++) {
            ResponseFuture<?> reply = async(pair.connection, 60_000, "echo", large);
            refused = reply.isCompletedExceptionally() ? failure(reply) : null;
        }
        assertThat(refused).isInstanceOf(RpcLimitException.class);
        long start = System.nanoTime();
        assertThat(failure(async(pair.connection, 60_000, "echo", large))).isInstanceOf(RpcLimitException.class);
        assertThat(NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(100);
    }

    @Test
    void aSentCallThatCannotBeWrittenFails() throws Exception {
        Pair pair = pair();
        String large = "x".repeat(200_000);
        Throwable stuck = null;
        for (int i = 0; i < 200 && stuck == null; i++) {
            ResponseFuture<?> reply =
                    pair.connection.send(call(CallMode.ONEWAY, true, 300, "fire", large), prepared("fire"));
            stuck = reply.isCompletedExceptionally() ? failure(reply) : null;
        }
        assertThat(stuck).isInstanceOf(RpcTimeoutException.class).hasMessageContaining("was not written");
        pair.socket.close();
        CompletableFuture<Throwable> lost = new CompletableFuture<>();
        workers().execute(() -> {
            try {
                lost.complete(failure(
                        pair.connection.send(call(CallMode.FUTURE, true, 5_000, "later", "x"), prepared("later"))));
            } catch (Exception e) {
                lost.completeExceptionally(e);
            }
        });
        pair.provider.reset();
        assertThat(((RpcException) lost.get(8, SECONDS)).delivery()).isEqualTo(Delivery.NOT_SENT);
    }

    @Test
    void oneOfTenProvidersThatDiesTakesOnlyItsOwnCallsAlong() throws Exception {
        List<Pair> pairs = new ArrayList<>();
        List<ResponseFuture<?>> replies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pairs.add(pair());
            replies.add(async(pairs.get(i).connection, 5_000, "echo", "x"));
        }
        pairs.get(3).provider.readCall();
        pairs.get(3).provider.reset();
        assertThat(failure(replies.get(3))).isInstanceOf(RpcConnectionException.class);
        for (int i = 0; i < 10; i++) {
            if (i != 3) {
                RawPeer provider = pairs.get(i).provider;
                provider.replyText(provider.readCall().id(), "alive " + i);
                assertThat(replies.get(i).get(5, SECONDS)).isEqualTo("alive " + i);
            }
        }
    }
}
