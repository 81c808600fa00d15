// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.interop.fixture.CapturedLogs;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Peers that do not speak the protocol, or speak it without ever making a call. */
class WrongBytesTest {
    private static final byte[] TLS_HELLO = RawPeer.concat(
            HexFormat.of().parseHex("160301006e0100006a0303"),
            new byte[32],
            HexFormat.of().parseHex("00000213010100"));

    @Test
    void otherProtocolsAreClosedWithoutAReplyAndCounted() throws Exception {
        Map<String, byte[]> openings = Map.of(
                "HTTP", "GET /index.html HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII),
                "HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII),
                "TLS", TLS_HELLO,
                "telnet", "ls\r\ninvoke x\r\n".getBytes(US_ASCII),
                "SSH", RawPeer.concat("SSH-2.0-OpenSSH_9.6\r\n".getBytes(US_ASCII), new byte[] {0, 0, 5, 20, 9}),
                "Redis", "*1\r\n$4\r\nPING\r\n".getBytes(US_ASCII),
                "almost Dubbo", new byte[] {(byte) 0xda, (byte) 0xbc, 1, 2, 3},
                "a text that does not end", "x".repeat(4_000).getBytes(US_ASCII));
        try (Served served = new Served(protocol -> {})) {
            for (Map.Entry<String, byte[]> opening : openings.entrySet()) {
                long before = served.tern.stats().count(Event.BAD_FRAME);
                try (RawPeer peer = served.connect()) {
                    peer.write(opening.getValue());
                    assertThat(closedSilently(peer)).as(opening.getKey()).isTrue();
                }
                assertThat(served.tern.stats().count(Event.BAD_FRAME))
                        .as(opening.getKey())
                        .isGreaterThan(before);
            }
            served.assertUsable();
        }
    }

    @Test
    void randomBytesNeverGetAReplyAndAFloodOfThemFewLines() throws Exception {
        Random random = new Random(20_880);
        int tried = 300;
        try (Served served = new Served(protocol -> {});
                CapturedLogs logs = CapturedLogs.ofTern()) {
            long start = System.nanoTime();
            for (int i = 0; i < tried; i++) {
                byte[] bytes = new byte[64 + random.nextInt(2_000)];
                random.nextBytes(bytes);
                bytes[0] = (byte) random.nextInt(9); // no magic, no text, no end of line
                try (RawPeer peer = served.connect()) {
                    peer.write(bytes);
                    assertThat(closedSilently(peer)).isTrue();
                }
            }
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            assertThat(served.tern.stats().count(Event.BAD_FRAME)).isEqualTo(tried);
            // Ten lines in each second that was begun.
            assertThat(logs.with("Closed the connection"))
                    .hasSizeBetween(1, (int) (seconds + 2) * 10)
                    .allMatch(line -> line.startsWith("WARN ") && line.contains("not a Dubbo frame"));
            served.assertUsable();
        }
    }

    @Test
    void aRequestThatIsNotFinishedIsClosedAfterTenSeconds() throws Exception {
        byte[] ping = Attack.ping();
        List<byte[]> halves = List.of(
                new byte[] {(byte) 0xda},
                RawPeer.header(Attack.REQUEST, 0, 1, ping.length, null),
                RawPeer.header(Attack.REQUEST, 0, 1, ping.length + 1, ping),
                "status\r\n".getBytes(US_ASCII));
        try (Served served = new Served(protocol -> {})) {
            List<RawPeer> slow = new ArrayList<>();
            for (byte[] half : halves) {
                RawPeer peer = served.connect();
                peer.write(half);
                slow.add(peer);
            }
            // A consumer that has not called yet may stay.
            RawPeer idle = served.connect();
            long start = System.nanoTime();
            for (RawPeer peer : slow) {
                assertThat(peer.isSilentFor(20)).isTrue();
            }
            LocalTern.await(
                    "all slow peers are closed",
                    Duration.ofSeconds(15),
                    () -> served.tern.stats().openConnections() == 1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(9));
            for (RawPeer peer : slow) {
                assertThat(closedSilently(peer)).isTrue();
                peer.close();
            }
            assertThat(served.ping(idle)).isEqualTo(Attack.OK);
            idle.close();
        }
    }

    @Test
    void aRequestForNobodyIsRefusedBeforeItsBodyIsRead() throws Exception {
        byte[] undecodable = {'Z', 'Z', 'Z'};
        String type = TargetService.class.getName();
        List<Attack.Part> heads = List.of(
                Attack.head("com.example.Gone", "any", "Ljava/lang/Object;"),
                Attack.head(type, "gone", "Ljava/lang/Object;"),
                Attack.head(type, "any", "Ljava/lang/String;"),
                Attack.head(type, "getClass", ""),
                Attack.head(type, "hashCode", ""),
                Attack.head(type, "wait", "J"),
                Attack.head(type, "$invoke", "Ljava/lang/String;[Ljava/lang/String;[Ljava/lang/Object;"));
        try (Served served = new Served(protocol -> {});
                RawPeer peer = served.connect()) {
            for (Attack.Part head : heads) {
                // The first body cannot be decoded, the second would be refused for its class: neither is noticed.
                for (byte[] body :
                        List.of(undecodable, Attack.body(out -> Carrier.object(out, Marker.class.getName())))) {
                    peer.write(Attack.REQUEST, 0, 1, RawPeer.concat(Attack.body(head), body));
                    RawPeer.Frame reply = peer.readCall();
                    assertThat(reply.status()).as(Attack.text(reply.body())).isEqualTo(Attack.SERVICE_ERROR);
                }
            }
            assertThat(served.tern.stats().count(Event.CLASS_REFUSED)).isZero();
            assertThat(Touches.all()).isEmpty();
            assertThat(served.ping(peer)).isEqualTo(Attack.OK);
        }
    }

    @Test
    void onlyHessian2IsAccepted() throws Exception {
        try (Served served = new Served(protocol -> {});
                RawPeer peer = served.connect()) {
            for (int serialization = 0; serialization < 32; serialization++) {
                if (serialization == 2) {
                    continue;
                }
                peer.write(0xc0 | serialization, 0, serialization, Attack.ping());
                RawPeer.Frame reply = peer.readCall();
                assertThat(reply.status()).isEqualTo(Attack.BAD_REQUEST);
                assertThat(Attack.text(reply.body())).contains("hessian2");
            }
            assertThat(served.echo.calls()).isZero();
            assertThat(served.ping(peer)).isEqualTo(Attack.OK);
        }
    }

    @Test
    void acceptsLimitsTheConnections() throws Exception {
        try (Served served = new Served(protocol -> protocol.set("accepts", 2));
                RawPeer first = served.connect();
                RawPeer second = served.connect()) {
            assertThat(served.ping(first)).isEqualTo(Attack.OK);
            assertThat(served.ping(second)).isEqualTo(Attack.OK);
            try (RawPeer third = served.connect()) {
                assertThat(closedSilently(third)).isTrue();
            }
            assertThat(served.tern.stats().count(Event.CONNECTION_REFUSED)).isEqualTo(1);
            assertThat(served.ping(first)).isEqualTo(Attack.OK);
        }
    }

    @Test
    void oneAddressMayOpen64ConnectionsBeforeItsFirstCall() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        try (Served served = new Served(protocol -> {})) {
            for (int i = 0; i < 65; i++) {
                peers.add(served.connect());
            }
            LocalTern.await(
                    "one is refused",
                    Duration.ofSeconds(10),
                    () -> served.tern.stats().count(Event.CONNECTION_REFUSED) == 1);
            // Event loops take connections in at their own pace: which one is the last is not ours to say.
            int served64 = 0;
            for (RawPeer peer : peers) {
                served64 += answers(served, peer) ? 1 : 0;
            }
            assertThat(served64).isEqualTo(64);
            // Peers that have made a call do not count any more.
            try (RawPeer welcome = served.connect()) {
                assertThat(served.ping(welcome)).isEqualTo(Attack.OK);
            }
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    private static boolean answers(Served served, RawPeer peer) throws Exception {
        try {
            return served.ping(peer) == Attack.OK;
        } catch (java.io.EOFException | java.net.SocketException closed) {
            return false;
        }
    }

    private static boolean closedSilently(RawPeer peer) throws IOException {
        try {
            peer.read();
            return false;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (java.io.EOFException | java.net.SocketException closed) {
            return true;
        }
    }

    /** A provider of the target. */
    private static final class Served implements AutoCloseable {
        private final EchoTarget echo = new EchoTarget();
        private final Tern tern;
        private final InetSocketAddress address;

        Served(Consumer<ConfigElement> protocol) {
            tern = LocalTern.provider(protocol);
            ExportedService service =
                    tern.export(TargetService.class, (TargetService) echo.as(TargetService.class), attributes -> {});
            address = LocalTern.address(service);
        }

        RawPeer connect() throws IOException {
            return RawPeer.connect(address);
        }

        int ping(RawPeer peer) throws IOException {
            peer.write(Attack.REQUEST, 0, 5, Attack.ping());
            return peer.readCall().status();
        }

        void assertUsable() throws IOException {
            try (RawPeer peer = connect()) {
                assertThat(ping(peer)).isEqualTo(Attack.OK);
            }
        }

        @Override
        public void close() {
            tern.close();
        }
    }
}
