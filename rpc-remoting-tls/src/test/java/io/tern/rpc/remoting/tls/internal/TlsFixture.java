// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.testing.netty.TestAuthority;
import io.tern.rpc.testing.transport.RawPeer;
import io.tern.rpc.testing.transport.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Settings of both ends, with certificates of one authority, and sockets of the JDK that speak TLS by them. */
final class TlsFixture implements Sockets {
    final Path directory;
    final TestAuthority authority;
    final TlsSettings server;
    final TlsSettings client;

    TlsFixture() {
        try {
            directory = Files.createTempDirectory("tls-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        authority = new TestAuthority(directory, "root");
        server = settings(authority.local("server"), null);
        client = settings(null, authority);
    }

    static TlsSettings settings(TestAuthority.@Nullable Identity own, @Nullable TestAuthority trusted) {
        return new TlsSettings(
                own == null ? null : own.chain().toUri(),
                own == null ? null : own.key().toUri(),
                null,
                trusted == null ? null : trusted.certificate().toUri(),
                true);
    }

    static ServerSettings with(ServerSettings plain, TlsSettings tls) {
        return new ServerSettings(
                plain.acceptLimit(), plain.payloadLimitBytes(), plain.heartbeatMillis(), plain.keepAlive(), tls);
    }

    static ConnectionSettings with(ConnectionSettings plain, TlsSettings tls) {
        return new ConnectionSettings(
                plain.connectTimeoutMillis(),
                plain.heartbeatMillis(),
                plain.reconnectMillis(),
                plain.payloadLimitBytes(),
                plain.lazy(),
                tls,
                true);
    }

    @Override
    public ServerSettings of(ServerSettings settings) {
        return with(settings, server);
    }

    @Override
    public ConnectionSettings of(ConnectionSettings settings) {
        return with(settings, client);
    }

    /** A socket whose handshake begins with the first byte. */
    SSLSocket socket(InetSocketAddress address, TlsSettings tls, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) TlsFiles.read(tls, false)
                .context()
                .getSocketFactory()
                .createSocket(address.getAddress(), address.getPort());
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    @Override
    public RawPeer peer(InetSocketAddress address) throws IOException {
        return new RawPeer(socket(address, client));
    }

    /** One whose sockets have their handshake by themselves. */
    @Override
    public ServerSocket listen(int port) throws IOException {
        SSLServerSocket tls = (SSLServerSocket) TlsFiles.read(server, true)
                .context()
                .getServerSocketFactory()
                .createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        return new Handshaking(tls);
    }

    /** A test waits for the other end at times, and would not accept or read what makes it come. */
    private static final class Handshaking extends ServerSocket {
        private final SSLServerSocket tls;
        private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
        private volatile int patienceMillis = 5_000;

        Handshaking(SSLServerSocket tls) throws IOException {
            this.tls = tls;
            start(this::acceptAll);
        }

        private static void start(Runnable task) {
            Thread thread = new Thread(task, "handshake");
            thread.setDaemon(true);
            thread.start();
        }

        private void acceptAll() {
            try {
                while (true) {
                    SSLSocket socket = (SSLSocket) tls.accept();
                    start(() -> shakeHands(socket));
                    accepted.add(socket);
                }
            } catch (IOException closed) {
                // By the test.
            }
        }

        private static void shakeHands(SSLSocket socket) {
            try {
                socket.startHandshake();
            } catch (IOException e) {
                // Whoever reads from it sees it too.
            }
        }

        @Override
        public int getLocalPort() {
            return tls.getLocalPort();
        }

        @Override
        public void setSoTimeout(int timeout) {
            patienceMillis = timeout;
        }

        @Override
        public Socket accept() throws IOException {
            try {
                Socket socket = accepted.poll(patienceMillis, TimeUnit.MILLISECONDS);
                if (socket != null) {
                    return socket;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new SocketTimeoutException();
        }

        @Override
        public void close() throws IOException {
            tls.close();
        }
    }
}
