// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network that can be broken: stands between consumers and one provider on the loopback interface and passes bytes on until
 * it is told to do something else. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CHUNK = 8 * 1024;
    private static final int BACKLOG = 64;
    /** More than the system takes beyond the backlog. */
    private static final int MOST_FILLERS = 4 * BACKLOG;

    private static final int HANGS_MILLIS = 200;

    private final ServerSocket listener;
    private final int targetPort;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Socket> fillers = new ArrayList<>(); // guarded by this
    private final Set<SocketAddress> strangers = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;
    private volatile boolean hanging;
    private volatile boolean swallowingRequests;
    private volatile boolean swallowingAnswers;

    /** A way of the bytes. */
    public enum Way {
        REQUESTS,
        ANSWERS
    }

    private FaultProxy(ServerSocket listener, int targetPort) {
        this.listener = listener;
        this.targetPort = targetPort;
    }

    /** Listens on a free port of 127.0.0.1 and connects each consumer to the target port there. */
    public static FaultProxy to(int targetPort) {
        try {
            FaultProxy proxy =
                    new FaultProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), targetPort);
            run("accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on the loopback interface.", e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Connections that were accepted so far, those that were hung up at once included. */
    public int accepted() {
        return accepted.get();
    }

    /** Whether new connections are hung up at once. */
    public void refuse(boolean on) {
        refusing = on;
    }

    /**
     * Whether new connections are neither made nor refused, as where a router drops every packet: whoever connects waits, until
     * this ends or its own patience does. The system itself drops what asks for a connection when too many wait to be accepted.
     *
     * @throws IllegalStateException if the system makes new connections all the same
     */
    public synchronized void hang(boolean on) {
        if (!on) {
            hanging = false;
            notifyAll();
            fillers.forEach(FaultProxy::closeQuietly);
            fillers.clear();
            return;
        }
        hanging = true;
        while (fillers.size() < MOST_FILLERS) {
            Socket filler = new Socket();
            fillers.add(filler);
            SocketAddress address = null;
            try {
                // Its address is known before anybody can accept it.
                filler.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                address = filler.getLocalSocketAddress();
                strangers.add(address);
                filler.connect(listener.getLocalSocketAddress(), HANGS_MILLIS);
            } catch (SocketTimeoutException e) {
                // It has an address no more.
                strangers.remove(address);
                return;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot connect to the proxy.", e);
            }
        }
        throw new IllegalStateException("New connections do not hang on this system.");
    }

    private synchronized void awaitMoving() throws IOException {
        while (hanging) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is not needed any more.
            return;
        }
    }

    /** Whether bytes vanish on the way, as behind a router that has forgotten the connection; what vanished stays so. */
    public void swallow(Way way, boolean on) {
        if (way == Way.REQUESTS) {
            swallowingRequests = on;
        } else {
            swallowingAnswers = on;
        }
    }

    /** On each connection, passes half of the next bytes of the way on and then resets it on both sides. */
    public void resetWithinNext(Way way) {
        links.forEach(link -> link.fatal = way);
    }

    /** Ends what each provider's connection sends to its consumer, while it still reads. */
    public void halfClose() {
        for (Link link : links) {
            try {
                link.halfClosed = true;
                link.consumer.shutdownOutput();
            } catch (IOException e) {
                link.reset();
            }
        }
    }

    /** Ends all connections with a reset. */
    public void reset() {
        links.forEach(Link::reset);
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket consumer = listener.accept();
            awaitMoving();
            if (strangers.remove(consumer.getRemoteSocketAddress())) {
                consumer.close();
                continue;
            }
            accepted.incrementAndGet();
            if (refusing) {
                consumer.close();
                continue;
            }
            Socket provider = new Socket();
            try {
                provider.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort));
            } catch (IOException e) {
                // The provider is away; the consumer sees a connection that ends.
                provider.close();
                consumer.close();
                continue;
            }
            Link link = new Link(consumer, provider);
            links.add(link);
            run("requests", () -> link.pass(Way.REQUESTS));
            run("answers", () -> link.pass(Way.ANSWERS));
        }
    }

    /** One consumer's connection to the provider. */
    private final class Link {
        private final Socket consumer;
        private final Socket provider;
        private volatile Way fatal;
        private volatile boolean halfClosed;

        Link(Socket consumer, Socket provider) throws IOException {
            this.consumer = consumer;
            this.provider = provider;
            consumer.setTcpNoDelay(true);
            provider.setTcpNoDelay(true);
        }

        void pass(Way way) throws IOException {
            boolean up = way == Way.REQUESTS;
            Socket from = up ? consumer : provider;
            Socket to = up ? provider : consumer;
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    if (fatal == way) {
                        to.getOutputStream().write(chunk, 0, length / 2);
                        reset();
                        return;
                    }
                    boolean vanishes = up ? swallowingRequests : swallowingAnswers || halfClosed;
                    if (!vanishes) {
                        to.getOutputStream().write(chunk, 0, length);
                    }
                }
                end();
            } catch (IOException e) {
                // One side has gone without a farewell, as a killed process does; so does the other.
                reset();
            }
        }

        private void end() throws IOException {
            links.remove(this);
            consumer.close();
            provider.close();
        }

        void reset() {
            links.remove(this);
            for (Socket socket : new Socket[] {consumer, provider}) {
                try {
                    // With nothing left to linger for, close() sends a reset.
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException e) {
                    // It was closed already.
                    continue;
                }
            }
        }
    }

    private static void run(String role, Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        // A closed socket ends its thread.
                    }
                },
                "fault-proxy-" + role);
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes the listener and all connections. */
    @Override
    public void close() {
        hang(false);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the proxy.", e);
        }
        reset();
    }

    /** What a thread of the proxy does. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
