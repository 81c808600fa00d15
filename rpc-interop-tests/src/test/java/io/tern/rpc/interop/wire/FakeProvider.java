// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.wire;

import io.tern.rpc.testing.transport.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A provider that answers each call with the bytes that a test gave it before, whatever was asked, and answers heartbeats. On a free loopback
 * port, for any number of connections, one after the other call.
 */
public final class FakeProvider implements AutoCloseable {
    private static final int LONGEST_WAIT_SECONDS = 5;

    private final ServerSocket listener;
    private final CopyOnWriteArrayList<Socket> sockets = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<RawPeer.Frame> received = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** Writes whatever a call is to be answered with. */
    @FunctionalInterface
    public interface Answer {
        void to(RawPeer.Frame request, RawPeer consumer) throws IOException;
    }

    private FakeProvider(ServerSocket listener) {
        this.listener = listener;
    }

    public static FakeProvider start() throws IOException {
        FakeProvider provider = new FakeProvider(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        provider.run("accept", provider::accept);
        return provider;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections were made. */
    public int connections() {
        return connections.get();
    }

    /** Answers the next call with this frame, under the id of the call. */
    public FakeProvider answerNextWith(byte[] frame) {
        return answerNext((request, consumer) -> consumer.write(
                ByteBuffer.wrap(frame.clone()).putLong(4, request.id()).array()));
    }

    /** Answers the next call. */
    public FakeProvider answerNext(Answer answer) {
        answers.add(answer);
        return this;
    }

    /** The next frame that came, calls and events alike; null if none comes within seconds. */
    public RawPeer.@Nullable Frame poll() throws InterruptedException {
        return received.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket socket = listener.accept();
            sockets.add(socket);
            connections.incrementAndGet();
            run("serve", () -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (RawPeer consumer = new RawPeer(socket)) {
            socket.setSoTimeout(0);
            while (true) {
                RawPeer.Frame frame = consumer.read();
                received.add(frame);
                if (frame.flags() == 0xe2) {
                    consumer.write(0x22, 20, frame.id(), new byte[] {'N'});
                } else if ((frame.flags() & 0xa0) == 0x80) {
                    Answer answer = answers.poll();
                    if (answer != null) {
                        answer.to(frame, consumer);
                    }
                }
            }
        }
    }

    private void run(String role, Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        // The other side or the test has closed the socket: what a test expects it sees by itself.
                    }
                },
                "interop-fake-" + role);
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

    /** What a thread does. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
