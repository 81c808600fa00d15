// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.EventLoop;
import io.tern.rpc.Endpoint;
import io.tern.rpc.Peer;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.remoting.dubbo.internal.DubboPreparedCall;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.ConnectionListener;
import io.tern.rpc.spi.transport.Link;
import io.tern.rpc.spi.transport.PreparedCall;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the engine sees of a provider's connection: one {@link ClientHandler} after the other, and how a call gets on it.
 */
final class NettyConnection implements Connection {
    private static final long CLOSE_MILLIS = 1_000;

    private final Endpoint endpoint;
    private final ConnectionSettings settings;
    private final TransportParts parts;
    private final CallErrors errors;
    private final Connector connector;
    private final Reconnector reconnector;
    private final Consumer<NettyConnection> onClose;
    /** A permit whenever it may be that the last call has ended. */
    private final Semaphore drained = new Semaphore(0);

    private final ConnectionListeners listeners = new ConnectionListeners();

    private volatile Peer peer;
    private volatile @Nullable ClientHandler link;
    private volatile boolean closed;

    /** A connection that does nothing until {@link #start} or its first call; {@code onClose} is called once. */
    NettyConnection(
            Endpoint endpoint, ConnectionSettings settings, TransportParts parts, Consumer<NettyConnection> onClose) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.parts = parts;
        this.errors = new CallErrors(parts.ticker(), endpoint.address(), "provider", parts.traces());
        EventLoop loop = parts.resources().nextLoop();
        this.onClose = onClose;
        this.peer = new Peer(InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port()), null);
        this.connector = new Connector(endpoint, settings, loop, parts.resources(), parts.encryption());
        this.reconnector = new Reconnector(
                endpoint.address(),
                loop,
                parts.ticker(),
                settings.reconnectMillis(),
                this::usableLink,
                this::establish);
    }

    /** Connects, unless that is for the first call to do. */
    void start() {
        if (!settings.lazy()) {
            reconnector.attempt();
        }
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean isAvailable() {
        ClientHandler current = link;
        return current != null && current.calls().isOpen() && !current.isReadOnly();
    }

    @Override
    public CompletionStage<Void> connect() {
        ClientHandler current = link;
        if (current != null && current.calls().isOpen()) {
            return CompletableFuture.completedFuture(null);
        }
        return reconnector.attemptAnew().thenAccept(ready -> {});
    }

    @Override
    public void addListener(ConnectionListener listener) {
        listeners.add(listener, this::usableLink);
    }

    @Override
    public void removeListener(ConnectionListener listener) {
        listeners.remove(listener);
    }

    @Override
    public int inFlight() {
        ClientHandler current = link;
        return current == null ? 0 : current.calls().pending().size();
    }

    CallErrors errors() {
        return errors;
    }

    String address() {
        return endpoint.address();
    }

    // ---- calls

    @Override
    public ResponseFuture<@Nullable Object> send(Invocation call, PreparedCall prepared) {
        DubboPreparedCall dubboCall = (DubboPreparedCall) prepared;
        try {
            ClientHandler ready = readyLink(call, dubboCall);
            while (true) {
                ResponseFuture<@Nullable Object> outcome = ready.calls().offer(call, dubboCall);
                if (outcome != null) {
                    return outcome;
                }
                // The connection was about to be closed when the call came: on to the next one.
                ready = await(reconnector.attempt(), call, dubboCall);
            }
        } catch (RpcException notReady) {
            return ResponseFuture.failed(notReady);
        }
    }

    @Override
    public Link link(Invocation call, PreparedCall prepared) {
        return readyLink(call, (DubboPreparedCall) prepared).calls();
    }

    private CallErrors.Subject subject(Invocation call, DubboPreparedCall prepared) {
        return new CallErrors.Subject(prepared.method().toString(), peer.remoteAddress(), call.startNanos());
    }

    /** Throws what becomes of the call if there is none in time. */
    private ClientHandler readyLink(Invocation call, DubboPreparedCall prepared) {
        ClientHandler current = link;
        if (current != null && current.calls().isOpen() && !closed) {
            return current;
        }
        return await(reconnector.attemptForCall(), call, prepared);
    }

    private ClientHandler await(CompletableFuture<ClientHandler> attempt, Invocation call, DubboPreparedCall prepared) {
        if (!attempt.isDone() && IoThread.isCurrent()) {
            throw errors.blockingCall(subject(call, prepared));
        }
        try {
            long left = call.deadlineNanos() - parts.ticker().nanos();
            return attempt.get(Math.max(0, left), NANOSECONDS);
        } catch (ExecutionException e) {
            throw errors.notSent(subject(call, prepared), e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            String message =
                    "no connection within the timeout of " + NANOSECONDS.toMillis(CallLink.timeoutNanos(call)) + " ms";
            throw errors.notSent(subject(call, prepared), new LinkFailure(message));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.interrupted(subject(call, prepared), e);
        }
    }

    // ---- links

    /** One attempt to connect; the result goes to {@link #opened} or {@link #failed}. Any thread. */
    private void establish(CompletableFuture<ClientHandler> attempt) {
        connector.connect(
                channel -> new ClientHandler(this, attempt, parts, settings, channel), cause -> failed(attempt, cause));
    }

    private @Nullable ClientHandler usableLink() {
        ClientHandler current = link;
        return current != null && current.calls().isOpen() ? current : null;
    }

    /** The attempt failed. Any thread. */
    void failed(CompletableFuture<ClientHandler> attempt, Throwable cause) {
        reconnector.failed(cause);
        attempt.completeExceptionally(cause);
    }

    /** The attempt succeeded. On the loop. False if the connection is not wanted any more, and nobody was told of it. */
    boolean opened(ClientHandler opened, CompletableFuture<ClientHandler> attempt) {
        peer = opened.calls().peer();
        link = opened;
        if (!reconnector.connected()) {
            opened.close(new LinkFailure("the connection was closed by this process"));
            return false;
        }
        RpcObserver observer = parts.observer();
        if (observer != null && opened.calls().peer().remoteAddress() != null) {
            // First, so that whoever waits for the attempt finds the connection counted.
            observer.connectionOpened(opened.calls().peer().remoteAddress());
        }
        attempt.complete(opened);
        listeners.opened(opened);
        return true;
    }

    /**
     * It ended. On the loop, before its calls are failed: they may be sent again.
     *
     * @param told whether observer and listeners know that it was there
     */
    void lost(ClientHandler ended, Throwable cause, boolean told) {
        if (link == ended) {
            link = null;
            reconnector.lost(cause, parts.ticker().nanos() - ended.openedNanos());
            if (closed) {
                drained.release();
            }
        }
        if (!told) {
            return;
        }
        listeners.closed(ended);
        RpcObserver observer = parts.observer();
        if (observer != null && ended.calls().peer().remoteAddress() != null) {
            observer.connectionClosed(ended.calls().peer().remoteAddress());
        }
    }

    /** The last call of a connection ended that is to be closed then. Any thread. */
    void drained(ClientHandler idle) {
        if (closed) {
            drained.release();
        } else if (idle.calls().retire()) {
            idle.closeAfterWrites(LinkFailure.announced());
        }
    }

    // ---- end

    @Override
    public void close(long drainMillis) {
        boolean first = !closed;
        closed = true;
        reconnector.close();
        ClientHandler current = link;
        if (current != null) {
            if (drainMillis > 0 && !IoThread.isCurrent()) {
                drain(current, drainMillis);
            }
            current.closeAfterWrites(new LinkFailure("this process closed the connection before the reply came"));
            if (!IoThread.isCurrent()) {
                waitClosed(current);
            }
        }
        if (first) {
            onClose.accept(this);
        }
    }

    /** Until no call is left and none can come: one that has chosen the link may register itself after the last reply. */
    private void drain(ClientHandler current, long millis) {
        long startNanos = parts.ticker().nanos();
        try {
            do {
                current.calls().pending().drain();
                long left = MILLISECONDS.toNanos(millis) - (parts.ticker().nanos() - startNanos);
                if (!drained.tryAcquire(left, NANOSECONDS)) {
                    return;
                }
            } while (!current.calls().retire());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitClosed(ClientHandler current) {
        if (!current.awaitClosed(CLOSE_MILLIS)) {
            current.close(new LinkFailure("this process closed the connection while the provider did not read"));
        }
    }
}
