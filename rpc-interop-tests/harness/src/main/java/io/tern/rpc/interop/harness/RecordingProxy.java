// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a provider on the loopback interface, passes every byte on and keeps each frame of the dubbo protocol in the
 * order in which it passed. For all connections together: record with one client at a time.
 */
public final class RecordingProxy implements AutoCloseable {
    private static final int LARGEST_BODY = 64 << 20;

    private final ServerSocket listener;
    private final int targetPort;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<WireFrame> frames = new ArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    private RecordingProxy(ServerSocket listener, int targetPort) {
        this.listener = listener;
        this.targetPort = targetPort;
    }

    /** Listens on a free port of 127.0.0.1 and connects each client to the target port there. */
    public static RecordingProxy to(int targetPort) {
        try {
            ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
            RecordingProxy proxy = new RecordingProxy(listener, targetPort);
            proxy.run("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on the loopback interface.", e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The frames so far, oldest first. */
    public List<WireFrame> frames() {
        if (!faults.isEmpty()) {
            throw new IllegalStateException("The recording is not whole: " + faults);
        }
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    /** Forgets the frames so far. */
    public void clear() {
        synchronized (frames) {
            frames.clear();
        }
    }

    /** How many directions of connections ended by a reset instead of an orderly end. */
    public int lostDirections() {
        return lost.get();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client;
            try {
                client = listener.accept();
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
                throw e;
            }
            sockets.add(client);
            Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            sockets.add(server);
            run("up", () -> pass(client, server, true));
            run("down", () -> pass(server, client, false));
        }
    }

    private void pass(Socket from, Socket to, boolean fromClient) throws IOException {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            byte[] header = new byte[WireFrame.HEADER];
            while (readHeader(in, header)) {
                int length = ByteBuffer.wrap(header).getInt(12);
                if (header[0] != (byte) 0xda || header[1] != (byte) 0xbb || length < 0 || length > LARGEST_BODY) {
                    throw new IOException("not a frame of the dubbo protocol");
                }
                byte[] frame = new byte[WireFrame.HEADER + length];
                System.arraycopy(header, 0, frame, 0, WireFrame.HEADER);
                in.readFully(frame, WireFrame.HEADER, length);
                synchronized (frames) {
                    frames.add(new WireFrame(fromClient, frame));
                }
                out.write(frame);
                out.flush();
            }
        } catch (SocketException e) {
            // One side has gone without a farewell, as a stopped process does; the try block has closed the other one.
            lost.incrementAndGet();
        }
    }

    private static boolean readHeader(DataInputStream in, byte[] header) throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        header[0] = (byte) first;
        try {
            in.readFully(header, 1, WireFrame.HEADER - 1);
        } catch (EOFException e) {
            throw new IOException("the stream ended within a header", e);
        }
        return true;
    }

    private void run(String role, Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        faults.add(role + ": " + e);
                    }
                },
                "interop-proxy-" + role);
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes the listener and all connections. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the recording proxy.", e);
        }
    }

    /** What a thread of the proxy does. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
