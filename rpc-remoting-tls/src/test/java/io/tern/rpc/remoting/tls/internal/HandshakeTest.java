// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.pkitesting.CertificateBuilder;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.remoting.netty.NettyTransportFactory;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.Server;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.netty.TestAuthority;
import io.tern.rpc.testing.netty.TestAuthority.Identity;
import io.tern.rpc.testing.transport.RawPeer;
import io.tern.rpc.testing.transport.ScriptedProvider;
import io.tern.rpc.testing.transport.TransportFixture;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a connection, and who does not: no request of those reaches the provider. */
@Timeout(60)
class HandshakeTest extends TransportFixture {
    private static final byte[] REQUEST = RawPeer.frame(0xc2, 0, 1, RawPeer.requestBody("2.0.2", "echo", "x"));

    @TempDir
    Path directory;

    private final ScriptedProvider echo = provider();
    private TestAuthority known;
    private TestAuthority unknown;

    @Override
    protected TransportFactory factory() {
        known = new TestAuthority(directory, "known");
        unknown = new TestAuthority(directory, "unknown");
        return new NettyTransportFactory();
    }

    private Server serve(Identity own, @Nullable TestAuthority ofClients) throws IOException {
        return serve(
                echo, TlsFixture.with(new ServerSettings(0, 100_000, 60_000), TlsFixture.settings(own, ofClients)));
    }

    private Connection client(Server server, TlsSettings tls) {
        ConnectionSettings quiet = new ConnectionSettings(5_000, 60_000, 0, 100_000, true);
        return open(server.address().getPort(), TlsFixture.with(quiet, tls));
    }

    private @Nullable Object call(Connection connection) throws Exception {
        return sync(connection, "echo", "x").get(5, SECONDS);
    }

    private static Throwable refusal(Connection connection) {
        Throwable thrown =
                catchThrowable(() -> connection.connect().toCompletableFuture().get(10, SECONDS));
        assertThat(thrown).isNotNull();
        return thrown.getCause();
    }

    private static CertificateBuilder expired(CertificateBuilder certificate) {
        return certificate.addSanIpAddress("127.0.0.1").notAfter(Instant.now().minus(Duration.ofHours(1)));
    }

    // ---- servers that are not believed

    @Test
    void aServerWithACertificateForItsHostIsCalled() throws Exception {
        Server server = serve(known.local("server"), null);
        assertThat(call(client(server, TlsFixture.settings(null, known)))).isEqualTo("x");
    }

    private void assertRefused(Identity ofServer, String reason) throws Exception {
        Connection connection = client(serve(ofServer, null), TlsFixture.settings(null, known));
        assertThat(refusal(connection)).hasMessageContaining(reason);
        assertThatThrownBy(() -> sync(connection, "echo", "x").get(5, SECONDS)).hasMessageContaining(reason);
        assertThat(echo.received()).isEmpty();
    }

    @Test
    void anExpiredServerIsRefused() throws Exception {
        assertRefused(known.issue("old", HandshakeTest::expired), "NotAfter");
    }

    @Test
    void aServerOfAnUnknownAuthorityIsRefused() throws Exception {
        assertRefused(unknown.local("stranger"), "unable to find valid certification path");
    }

    @Test
    void aServerThatSignedItsCertificateItselfIsRefused() throws Exception {
        assertRefused(known.selfSigned("selfmade"), "unable to find valid certification path");
    }

    @Test
    void aServerForAnotherHostIsRefusedUnlessTheCheckIsOff() throws Exception {
        Identity other = known.issue(
                "other", builder -> builder.addSanIpAddress("127.0.0.2").addSanDnsName("shop"));
        assertRefused(other, "must name the host that is called");
        TlsSettings careless =
                new TlsSettings(null, null, null, known.certificate().toUri(), false);
        assertThat(call(client(serve(other, null), careless))).isEqualTo("x");
    }

    @Test
    void withoutAFileTheAuthoritiesOfTheJavaMachineAreBelieved() throws Exception {
        Server server = serve(known.local("server"), null);
        assertThat(refusal(client(server, TlsSettings.DEFAULT)))
                .hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsRefusedBeforeAnythingIsSent() throws Exception {
        try (ServerSocket plain = RawPeer.listen()) {
            Connection connection = open(
                    plain.getLocalPort(),
                    TlsFixture.with(
                            new ConnectionSettings(5_000, 60_000, 0, 100_000, true), TlsFixture.settings(null, known)));
            var attempt = connection.connect().toCompletableFuture();
            try (Socket accepted = plain.accept()) {
                byte[] hello = accepted.getInputStream().readNBytes(3);
                assertThat(hello).startsWith(22, 3);
                accepted.getOutputStream().write(REQUEST);
                assertThatThrownBy(() -> attempt.get(5, SECONDS)).hasMessageContaining("does not speak TLS");
            }
        }
    }

    // ---- clients that are not believed

    /** With a certificate, as whoever has no other will show it, whatever the server asks for. */
    private void assertRefusedAsClient(@Nullable Identity own) throws Exception {
        Server server = serve(known.local("server"), known);
        try (Socket socket = socket(server, TlsFixture.settings(own, known))) {
            assertEnds(socket);
        }
        eventually("the connection is gone", () -> server.connections() == 0);
        assertThat(echo.received()).isEmpty();
        assertThat(count(Event.BAD_FRAME)).hasPositiveValue();
        Connection ofTern = client(server, TlsFixture.settings(own, known));
        assertThatThrownBy(() -> sync(ofTern, "echo", "x").get(5, SECONDS)).isNotNull();
        assertThat(echo.received()).isEmpty();
    }

    private static SSLSocket socket(Server server, TlsSettings tls, String... protocols) throws IOException {
        InetSocketAddress address = server.address();
        SSLSocket socket = (SSLSocket)
                InsistingKeys.context(tls).getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(5_000);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    private static void assertEnds(Socket socket) {
        Throwable thrown = catchThrowable(() -> {
            socket.getOutputStream().write(REQUEST);
            if (socket.getInputStream().read() < 0) {
                throw new EOFException();
            }
        });
        assertThat(thrown).isInstanceOfAny(SSLException.class, EOFException.class, java.net.SocketException.class);
    }

    @Test
    void aClientWithACertificateIsServed() throws Exception {
        Server server = serve(known.local("server"), known);
        assertThat(call(client(server, TlsFixture.settings(known.local("client"), known))))
                .isEqualTo("x");
        try (RawPeer peer = new RawPeer(socket(server, TlsFixture.settings(known.local("other"), known)))) {
            assertThat(peer.write(REQUEST).read().status()).isEqualTo(20);
        }
    }

    @Test
    void aClientWithoutACertificateIsRefused() throws Exception {
        assertRefusedAsClient(null);
    }

    @Test
    void anExpiredClientIsRefused() throws Exception {
        assertRefusedAsClient(known.issue("old", HandshakeTest::expired));
    }

    @Test
    void aClientOfAnUnknownAuthorityIsRefused() throws Exception {
        assertRefusedAsClient(unknown.local("stranger"));
    }

    @Test
    void aClientThatSignedItsCertificateItselfIsRefused() throws Exception {
        assertRefusedAsClient(known.selfSigned("selfmade"));
    }

    // ---- versions, and what is no TLS

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothVersionsAreSpoken(String version) throws Exception {
        Server server = serve(known.local("server"), null);
        try (SSLSocket socket = socket(server, TlsFixture.settings(null, known), version)) {
            RawPeer peer = new RawPeer(socket);
            assertThat(peer.write(REQUEST).read().status()).isEqualTo(20);
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    /** The JDK does not even offer them, so the first message is written byte by byte. */
    @ParameterizedTest
    @ValueSource(strings = {"0300", "0301", "0302"})
    void olderVersionsAreRefused(String version) throws Exception {
        Server server = serve(known.local("server"), null);
        assertThat(answer(server, hello(version))).startsWith(21); // an alert, and nothing behind it
        assertThat(answer(server, hello("0303"))).startsWith(22); // only the version is what was wrong
    }

    private static byte[] hello(String version) {
        String body = version + "11".repeat(32) + "00" // random, no session
                + "0006c02bc013c02f" + "0100" // suites, no compression
                + "0018" + "000a00040002" + "0017" + "000d000c000a" + "04030804040102010203";
        return record(version, "01" + "%06x".formatted(body.length() / 2) + body);
    }

    private static byte[] record(String version, String handshake) {
        return HexFormat.of().parseHex("16" + version + "%04x".formatted(handshake.length() / 2) + handshake);
    }

    /** What the server sends until it has something to wait for, or hangs up. */
    private static byte[] answer(Server server, byte[]... sent) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(5_000);
            for (byte[] bytes : sent) {
                socket.getOutputStream().write(bytes);
            }
            return socket.getInputStream().readNBytes(1);
        }
    }

    @Test
    void aPeerThatDoesNotEncryptGetsNoAnswer() throws Exception {
        Server server = serve(known.local("server"), null);
        for (byte[] bytes :
                List.of(REQUEST, "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
            try (Socket socket =
                    new Socket(server.address().getAddress(), server.address().getPort())) {
                socket.setSoTimeout(5_000);
                socket.getOutputStream().write(bytes);
                assertThat(readUntilClosed(socket)).isZero();
            }
        }
        assertThat(echo.received()).isEmpty();
        assertThat(count(Event.BAD_FRAME)).hasValue(2);
    }

    /** Bytes that were there unread when the other end closed make the end a reset. */
    private static int readUntilClosed(Socket socket) throws IOException {
        int bytes = 0;
        try {
            while (socket.getInputStream().read() >= 0) {
                bytes++;
            }
        } catch (java.net.SocketException reset) {
            // an end, too
        }
        return bytes;
    }

    @Test
    void whoDoesNotEndTheHandshakeIsClosedWithinTenSeconds() throws Exception {
        Server server = serve(known.local("server"), null);
        byte[] hello = hello("0303");
        List<Socket> peers = new ArrayList<>();
        for (byte[] start : List.of(new byte[0], Arrays.copyOf(hello, 3), Arrays.copyOf(hello, 40), hello)) {
            Socket socket = closing(
                    new Socket(server.address().getAddress(), server.address().getPort()));
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(start);
            peers.add(socket);
        }
        long start = System.nanoTime();
        for (Socket peer : peers) {
            readUntilClosed(peer);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
        eventually("no connection is left", () -> server.connections() == 0);
    }

    /** A first message of 16 MB, in pieces of 16 KB: closed long before it is there, and before the time is over. */
    @Test
    void aLongHelloIsCutOff() throws Exception {
        Server server = serve(known.local("server"), null);
        byte[] piece = record("0303", "01ffffff" + "00".repeat(16_000));
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(8_000);
            Throwable thrown = catchThrowable(() -> {
                for (int i = 0; i < 1_000; i++) {
                    socket.getOutputStream().write(piece);
                }
            });
            assertThat(thrown).isInstanceOf(IOException.class);
        }
        eventually("no connection is left", () -> server.connections() == 0);
        assertThat(count(Event.BAD_FRAME)).hasPositiveValue();
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        Server server = serve(known.local("server"), null);
        try (SSLSocket socket = socket(server, TlsFixture.settings(null, known), "TLSv1.2")) {
            RawPeer peer = new RawPeer(socket);
            assertThat(peer.write(REQUEST).read().status()).isEqualTo(20);
            assertThat(catchThrowable(() -> {
                        socket.startHandshake();
                        peer.write(REQUEST).read();
                    }))
                    .isInstanceOf(IOException.class);
        }
        assertThat(echo.received()).hasSize(1);
    }
}
