// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.testing.transport.RawPeer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens like a provider and answers each request with the body that was put in for it, or as a good one would. */
final class HostileProvider implements AutoCloseable {
    private final ServerSocket listener;
    private final ConcurrentLinkedQueue<byte[]> replies = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();

    HostileProvider() throws IOException {
        listener = RawPeer.listen();
        listener.setSoTimeout(0);
        daemon("hostile-accept", this::acceptAll);
    }

    String url() {
        return LocalTern.url(listener.getLocalPort());
    }

    /** The reply to the next request. */
    void reply(byte[] body) {
        replies.add(body);
    }

    /** How many connections came. */
    int accepted() {
        return accepted.get();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = listener.accept();
                accepted.incrementAndGet();
                sockets.add(socket);
                daemon("hostile-serve", () -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (RawPeer peer = new RawPeer(socket)) {
            socket.setSoTimeout(0);
            while (true) {
                RawPeer.Frame request = peer.read();
                if ((request.flags() & 0x20) != 0) {
                    continue;
                }
                byte[] reply = replies.poll();
                peer.write(Attack.REPLY, Attack.OK, request.id(), reply == null ? Attack.pong() : reply);
            }
        } catch (IOException closed) {
            // The consumer is gone.
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
