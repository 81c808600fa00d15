// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tls;

import io.tern.rpc.core.ExportedService;
import io.tern.rpc.interop.fixture.LocalTern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Stands between a consumer and a provider and keeps all bytes that pass, of both directions. */
final class Peephole implements AutoCloseable {
    private final ServerSocket socket;
    private final InetSocketAddress provider;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // its methods are synchronized

    private Peephole(ServerSocket socket, InetSocketAddress provider) {
        this.socket = socket;
        this.provider = provider;
    }

    static Peephole before(ExportedService service) throws IOException {
        Peephole made =
                new Peephole(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), LocalTern.address(service));
        LocalTern.threads().execute(made::acceptAll);
        return made;
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket consumer = socket.accept();
                Socket beyond = new Socket(provider.getAddress(), provider.getPort());
                LocalTern.threads().execute(() -> pass(consumer, beyond));
                LocalTern.threads().execute(() -> pass(beyond, consumer));
            }
        } catch (IOException closed) {
            // By the test.
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] chunk = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                bytes.write(chunk, 0, count);
                out.write(chunk, 0, count);
                out.flush();
            }
        } catch (IOException closed) {
            // One end went away.
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    byte[] seen() {
        return bytes.toByteArray();
    }

    String text() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
