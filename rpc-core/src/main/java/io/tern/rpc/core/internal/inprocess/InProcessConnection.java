// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.Endpoint;
import io.tern.rpc.Peer;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.RequestTarget;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The way to one address in this process; there is nothing to connect, so it is open whenever somebody is there. */
final class InProcessConnection implements Connection {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Endpoint endpoint;
    private final InProcessTransport transport;
    private final InProcessErrors errors;
    private final Peer peer;
    private final Peer peerOfProvider;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile @Nullable InProcessServer server;
    private volatile boolean closed;

    InProcessConnection(Endpoint endpoint, InProcessTransport transport) {
        this.endpoint = endpoint;
        this.transport = transport;
        InetSocketAddress there = new InetSocketAddress(endpoint.host(), endpoint.port());
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.errors = new InProcessErrors(transport.ticker(), endpoint.address(), there);
        this.peer = new Peer(there, here);
        this.peerOfProvider = new Peer(here, there);
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean isAvailable() {
        InProcessServer found = server();
        return found != null && found.isAvailable();
    }

    /** Null if nobody is there, or the connection is closed. */
    private @Nullable InProcessServer server() {
        if (closed) {
            return null;
        }
        InProcessServer known = server;
        return known != null && !known.isClosed() ? known : look();
    }

    private synchronized @Nullable InProcessServer look() {
        InProcessServer found = transport.find(endpoint);
        if (found == null || closed || !found.enter(this)) {
            return null;
        }
        server = found;
        return found;
    }

    @Override
    public CompletionStage<Void> connect() {
        return server() != null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new ConnectException(absence()));
    }

    private String absence() {
        return closed
                ? "this process closed the connection"
                : "Connection refused: nothing is exported at " + endpoint.address() + " in this process any more";
    }

    @Override
    public int inFlight() {
        return inFlight.get();
    }

    @Override
    public ResponseFuture<@Nullable Object> send(Invocation call, PreparedCall prepared) {
        InProcessPrepared known = (InProcessPrepared) prepared;
        CallMode mode = call.options().mode();
        // As on a socket, where it would wait for the reply or the write.
        if ((mode == CallMode.SYNC || call.options().sent()) && transport.isEventLoop()) {
            return ResponseFuture.failed(errors.blockingCall(call));
        }
        InProcessServer there = server();
        if (there == null) {
            return ResponseFuture.failed(errors.notSent(call, absence()));
        }
        InProcessRequest request;
        RequestTarget target = there.target(known);
        try {
            request = InProcessRequest.of(
                    call, known, target == null ? null : target.method(), limitBytes(known, there, target));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return ResponseFuture.failed(errors.cannotEncode(call, e));
        }
        InProcessResponse response = mode == CallMode.ONEWAY ? null : new InProcessResponse(this, call, known);
        if (response != null && !register(response)) {
            return ResponseFuture.failed(errors.notSent(call, absence()));
        }
        there.accept(new InProcessCall(
                there,
                peerOfProvider,
                known,
                target,
                request,
                response,
                transport.ticker().nanos()));
        return response == null ? ResponseFuture.completed(null) : response;
    }

    /** The smallest one, as a request must pass all of them. */
    private static int limitBytes(InProcessPrepared prepared, InProcessServer server, @Nullable RequestTarget target) {
        int ofPort = Values.smaller(prepared.payloadLimitBytes(), server.payloadLimitBytes());
        return target == null ? ofPort : Values.smaller(ofPort, target.payloadLimitBytes());
    }

    private boolean register(InProcessResponse response) {
        inFlight.incrementAndGet();
        transport.deadlines().add(response);
        if (closed) {
            response.abandon();
            return false;
        }
        return true;
    }

    // ---- for its calls

    InProcessErrors errors() {
        return errors;
    }

    long nanos() {
        return transport.ticker().nanos();
    }

    boolean isEventLoop() {
        return transport.isEventLoop();
    }

    void complete(InProcessResponse call) {
        transport.complete(call);
    }

    void lateReply() {
        transport.count(Event.LATE_REPLY);
    }

    /** The call has ended; once. */
    void release(InProcessResponse call) {
        transport.deadlines().remove(call);
        inFlight.decrementAndGet();
    }

    InProcessReply.Read read(InProcessResponse call, InProcessReply reply, InProcessPrepared prepared) {
        if (reply instanceof InProcessReply.Refusal refusal) {
            return new InProcessReply.Read(null, errors.refused(call, refusal), Map.of());
        }
        if (reply instanceof InProcessReply.Plain plain) {
            return new InProcessReply.Read(
                    InProcessReply.orEmpty(plain.value(), prepared.method()), null, plain.attachments());
        }
        try {
            return InProcessReply.read((InProcessReply.Written) reply, prepared);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return new InProcessReply.Read(null, errors.cannotDecode(call, e), Map.of());
        }
    }

    // ---- end

    /** Its server was closed. */
    void lost() {
        server = null;
        transport.deadlines().forEachOf(this, call -> call.lost("the service's port was closed"));
    }

    @Override
    public void close(long drainMillis) {
        closed = true;
        if (drainMillis > 0 && !transport.isEventLoop()) {
            drain(drainMillis);
        }
        transport
                .deadlines()
                .forEachOf(this, call -> call.lost("this process closed the connection before the reply came"));
        InProcessServer left = server;
        if (left != null) {
            left.leave(this);
        }
        transport.forget(this);
    }

    private void drain(long millis) {
        long start = transport.ticker().nanos();
        long limitNanos = millis == Long.MAX_VALUE ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
        while (inFlight.get() > 0
                && transport.ticker().nanos() - start < limitNanos
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, POLL_NANOS);
        }
    }
}
