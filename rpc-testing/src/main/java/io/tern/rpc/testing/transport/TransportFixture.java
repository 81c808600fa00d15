// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.transport;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.Server;
import io.tern.rpc.spi.transport.Transport;
import io.tern.rpc.spi.transport.TransportContext;
import io.tern.rpc.spi.transport.TransportFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A transport, and what a test needs to call through it; everything is closed after each test. */
public abstract class TransportFixture {
    private static final int PAYLOAD_BYTES = 256 * 1024;
    private static final int THREADS = 64;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<RpcObserver.Event, AtomicInteger> counts = new EnumMap<>(RpcObserver.Event.class);
    private ExecutorService callbacks = Executors.newFixedThreadPool(THREADS);
    private ExecutorService workers = Executors.newFixedThreadPool(THREADS);
    private @Nullable Transport transport;

    /** The transport under test. */
    protected abstract TransportFactory factory();

    /** Null: the transport's own. */
    protected @Nullable Serialization serialization() {
        return null;
    }

    /** What the suite runs over. */
    protected Sockets sockets() {
        return Sockets.PLAIN;
    }

    /** A socket of a consumer that a test drives byte by byte. */
    protected final RawPeer peer(InetSocketAddress address) throws IOException {
        return sockets().peer(address);
    }

    /** A socket of a provider that a test drives byte by byte, on a port of loopback; 0: a free one. */
    protected final ServerSocket listen(int port) throws IOException {
        return sockets().listen(port);
    }

    /** Called when everything is closed: fails if something is left. */
    protected void assertNothingLeft() {}

    @BeforeEach
    final void openTransport() {
        for (RpcObserver.Event event : RpcObserver.Event.values()) {
            counts.put(event, new AtomicInteger());
        }
        callbacks = Executors.newFixedThreadPool(THREADS);
        workers = Executors.newFixedThreadPool(THREADS);
        transport = newTransport(callbacks);
    }

    @AfterEach
    final void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        callbacks.shutdown();
        workers.shutdown();
        if (!callbacks.awaitTermination(5, SECONDS) || !workers.awaitTermination(5, SECONDS)) {
            throw new AssertionError("test threads did not end");
        }
        assertNothingLeft();
    }

    /** Another transport, closed after the test. */
    protected final Transport newTransport(Executor callbackExecutor) {
        RpcObserver observer = new RpcObserver() {
            @Override
            public void counted(Event event) {
                count(event).incrementAndGet();
            }
        };
        ClassPolicy everything = new ClassPolicy() {
            @Override
            public boolean admits(String className) {
                return true;
            }

            @Override
            public String cure(String className) {
                return "";
            }
        };
        return closing(factory()
                .create(new TransportContext(
                        "probe", Ticker.SYSTEM, everything, serialization(), callbackExecutor, observer, 2)));
    }

    /** Closes it after the test, before what was opened earlier. */
    protected final <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    /** The transport of this test. */
    protected final Transport transport() {
        if (transport == null) {
            throw new IllegalStateException("not set up");
        }
        return transport;
    }

    /** Threads for a provider's work. */
    protected final Executor workers() {
        return workers;
    }

    /** Threads that complete asynchronous calls. */
    protected final Executor callbacks() {
        return callbacks;
    }

    /** How often an event was counted in this test. */
    protected final AtomicInteger count(RpcObserver.Event event) {
        AtomicInteger counter = counts.get(event);
        if (counter == null) {
            throw new IllegalArgumentException(event.toString());
        }
        return counter;
    }

    /** A provider on a free loopback port. */
    protected final Server serve(ScriptedProvider provider) throws IOException {
        return serve(provider, new ServerSettings(0, PAYLOAD_BYTES, 60_000));
    }

    /** A provider on a free loopback port. */
    protected final Server serve(RequestHandler provider, ServerSettings settings) throws IOException {
        return closing(transport()
                .bind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        sockets().of(settings),
                        provider));
    }

    /** A provider that echoes. */
    protected final ScriptedProvider provider() {
        return new ScriptedProvider(workers);
    }

    /** A connection with usual settings. */
    protected final Connection open(int port) {
        return open(port, settings(60_000));
    }

    /** A connection. */
    protected final Connection open(int port, ConnectionSettings settings) {
        Endpoint endpoint = new Endpoint("127.0.0.1", port, ProbeService.class.getName(), Map.of());
        return closing(transport().open(endpoint, sockets().of(settings)));
    }

    /** An open connection. */
    protected final Connection connect(int port) throws Exception {
        Connection connection = open(port);
        connection.connect().toCompletableFuture().get(5, SECONDS);
        return connection;
    }

    /** Usual settings with a heartbeat. */
    protected static ConnectionSettings settings(int heartbeatMillis) {
        return new ConnectionSettings(2_000, heartbeatMillis, 2_000, PAYLOAD_BYTES, false);
    }

    /** The constant part of a call. */
    protected final PreparedCall prepared(String method) {
        return prepared(method, 0);
    }

    /** The constant part of a call. */
    protected final PreparedCall prepared(String method, int payloadLimitBytes) {
        String name = ProbeService.class.getName();
        return transport()
                .prepare(
                        ProbeService.method(method),
                        new CallHead(name, name, null, null, Map.of("timeout", "3000"), payloadLimitBytes));
    }

    /** A call that starts now. */
    protected static Invocation call(
            CallMode mode, boolean sent, int timeoutMillis, String method, @Nullable Object... arguments) {
        MethodDescriptor descriptor = ProbeService.method(method);
        CallOptions options = new CallOptions(mode, sent, MILLISECONDS.toNanos(timeoutMillis), 0);
        ServiceKey service = new ServiceKey(null, ProbeService.class.getName(), null);
        return new Invocation(service, descriptor, options, arguments, null, System.nanoTime(), null);
    }

    /** Sends a synchronous call, which is still to be awaited. */
    protected final ResponseFuture<@Nullable Object> sync(
            Connection connection, String method, @Nullable Object... arguments) {
        return connection.send(call(CallMode.SYNC, false, 3_000, method, arguments), prepared(method));
    }

    /** Sends an asynchronous call. */
    protected final ResponseFuture<@Nullable Object> async(
            Connection connection, int timeoutMillis, String method, @Nullable Object... arguments) {
        return connection.send(call(CallMode.FUTURE, false, timeoutMillis, method, arguments), prepared(method));
    }

    /** The failure of a future that fails within seconds. */
    protected static Throwable failure(ResponseFuture<?> future) throws Exception {
        try {
            future.get(5, SECONDS);
        } catch (ExecutionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("the call has not ended", e);
        }
        throw new AssertionError("the call did not fail");
    }

    /** Returns when the condition holds; fails after seconds. */
    protected static void eventually(String what, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + SECONDS.toNanos(5);
        Object monitor = new Object();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("never: " + what);
            }
            synchronized (monitor) {
                MILLISECONDS.timedWait(monitor, 5);
            }
        }
    }
}
