// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.tern.rpc.Peer;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.remoting.dubbo.internal.DubboPreparedCall;
import io.tern.rpc.remoting.dubbo.internal.RequestHeads;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.Link;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.RequestHandler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection as a way of calls from this end to the other. A consumer's connection has one from the start; one that a
 * server has accepted gets one with the first callback argument. Any thread, unless it says otherwise.
 */
final class CallLink implements Link {
    private static final Logger log = LoggerFactory.getLogger(CallLink.class);
    /** Few: the methods of the callback interfaces. */
    private static final int MAX_CALLBACK_HEADS = 64;

    private final TransportParts parts;
    private final Channel channel;
    private final WriteQueue queue;
    private final WriteGate gate;
    private final PendingCalls pending;
    private final CallErrors errors;
    private final @Nullable ReplyPath replies;
    /** Calls that come now have to wait until it is known whether it is {@link #retired}. */
    private volatile boolean retiring;
    /** No calls any more, since the connection is about to be closed. */
    private volatile boolean retired;
    /** What the other end may call; null as long as nobody serves it. */
    private volatile @Nullable IncomingRequests served;

    @GuardedBy("this")
    private @Nullable List<Runnable> closeActions;

    @GuardedBy("this")
    private boolean closed;

    private CallLink(
            TransportParts parts,
            Channel channel,
            WriteQueue queue,
            PendingCalls pending,
            @Nullable ReplyPath replies) {
        this.parts = parts;
        this.channel = channel;
        this.queue = queue;
        this.gate = new WriteGate(channel, queue, parts.ticker());
        this.pending = pending;
        this.errors = pending.errors();
        this.replies = replies;
    }

    /** Of a consumer, which may be called back; {@code replies} are those to callbacks. */
    static CallLink toProvider(
            TransportParts parts, Channel channel, WriteQueue queue, PendingCalls pending, ReplyPath replies) {
        return new CallLink(parts, channel, queue, pending, replies);
    }

    /** Of a server, for calls back to a consumer. */
    static CallLink toConsumer(TransportParts parts, Channel channel, WriteQueue queue, Peer peer) {
        InetSocketAddress remote = peer.remoteAddress();
        String address = remote == null ? "?" : remote.getAddress().getHostAddress() + ":" + remote.getPort();
        CallErrors errors = new CallErrors(parts.ticker(), address, "consumer", parts.traces());
        PendingCalls pending = new PendingCalls(parts, channel.eventLoop(), errors, peer, () -> {});
        return new CallLink(parts, channel, queue, pending, null);
    }

    // ---- what others see

    /** The calls under way. */
    PendingCalls pending() {
        return pending;
    }

    @Override
    public Peer peer() {
        return pending.peer();
    }

    @Override
    public boolean isOpen() {
        return !retired && channel.isActive();
    }

    @Override
    public ResponseFuture<@Nullable Object> send(Invocation call, PreparedCall prepared) {
        DubboPreparedCall dubboCall = (DubboPreparedCall) prepared;
        while (isOpen()) {
            ResponseFuture<@Nullable Object> outcome = offer(call, dubboCall);
            if (outcome != null) {
                return outcome;
            }
        }
        return ResponseFuture.failed(
                errors.notSent(subject(call, dubboCall), new LinkFailure("the connection is closed")));
    }

    @Override
    public synchronized void serve(RequestHandler handler) {
        if (replies == null || served != null) {
            throw new IllegalStateException("Requests of " + peer().remoteAddress() + " have a handler already");
        }
        RequestHeads heads = new RequestHeads(handler::find, MAX_CALLBACK_HEADS);
        served = new IncomingRequests(replies, handler, heads, parts, "consumer");
    }

    /** What the other end may call; null: nothing. */
    @Nullable
    IncomingRequests served() {
        return served;
    }

    @Override
    public void onClose(Runnable action) {
        synchronized (this) {
            if (!closed) {
                if (closeActions == null) {
                    closeActions = new ArrayList<>(1);
                }
                closeActions.add(action);
                return;
            }
        }
        action.run();
    }

    // ---- sending

    /** Sends a call; null, with nothing done, if the connection was about to be closed when it came, though it may stay. */
    @Nullable
    ResponseFuture<@Nullable Object> offer(Invocation call, DubboPreparedCall prepared) {
        try {
            if (!gate.isOpen() && !gate.await(call.deadlineNanos())) {
                parts.count(Event.CALL_REFUSED);
                return ResponseFuture.failed(errors.writeBufferFull(subject(call, prepared)));
            }
            return call.options().mode() == CallMode.ONEWAY ? sendOneWay(call, prepared) : sendTwoWay(call, prepared);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ResponseFuture.failed(errors.interrupted(subject(call, prepared), e));
        }
    }

    private CallErrors.Subject subject(Invocation call, DubboPreparedCall prepared) {
        return subject(prepared, call.startNanos());
    }

    private CallErrors.Subject subject(DubboPreparedCall prepared, long startNanos) {
        return new CallErrors.Subject(prepared.method().toString(), peer().remoteAddress(), startNanos);
    }

    private ResponseFuture<@Nullable Object> refuseOnLoop(Invocation call, DubboPreparedCall prepared) {
        return ResponseFuture.failed(errors.blockingCall(subject(call, prepared)));
    }

    private @Nullable ResponseFuture<@Nullable Object> sendTwoWay(Invocation call, DubboPreparedCall prepared) {
        boolean selfTimed = call.options().mode() == CallMode.SYNC;
        boolean sent = call.options().sent() && !selfTimed;
        if ((sent || selfTimed) && IoThread.isCurrent()) {
            return refuseOnLoop(call, prepared);
        }
        NettyResponse response = new NettyResponse(pending, call, prepared);
        if (!pending.register(response)) {
            parts.count(Event.CALL_REFUSED);
            return response.failNow(errors.tooManyInFlight(subject(call, prepared)));
        }
        if (!takesCalls()) {
            pending.release(response);
            return null;
        }
        ByteBuf frame;
        try {
            frame = parts.codec().encodeRequest(response.id(), call, prepared, true);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return response.failNow(errors.cannotEncode(subject(call, prepared), e));
        } catch (Error e) {
            pending.release(response);
            throw e;
        }
        CompletableFuture<@Nullable Void> written = sent ? new CompletableFuture<>() : null;
        // A caller that waits has nothing else to do, and a lone call nobody to share the way with.
        boolean now = selfTimed || sent || pending.size() == 1;
        offer(new RequestWrite(frame, parts.ticker(), response, written), now);
        if (written != null) {
            try {
                awaitWritten(written, call);
            } catch (TimeoutException e) {
                response.failNow(errors.writeTimeout(subject(call, prepared), timeoutNanos(call)));
                // The sweep may be delivering the same timeout at this moment, and the caller looks once.
                response.awaitFailure();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                response.fail(errors::interrupted);
                response.awaitFailure();
            } catch (ExecutionException e) {
                response.awaitFailure();
            }
        }
        return response;
    }

    private @Nullable ResponseFuture<@Nullable Object> sendOneWay(Invocation call, DubboPreparedCall prepared) {
        boolean sent = call.options().sent();
        if (sent && IoThread.isCurrent()) {
            return refuseOnLoop(call, prepared);
        }
        if (!takesCalls()) {
            return null;
        }
        ByteBuf frame;
        try {
            frame = parts.codec().encodeRequest(pending.unansweredId(), call, prepared, false);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return ResponseFuture.failed(errors.cannotEncode(subject(call, prepared), e));
        }
        if (!sent) {
            offer(new OneWayWrite(frame, this, prepared, call.startNanos()), false);
            return ResponseFuture.completed(null);
        }
        CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
        offer(new RequestWrite(frame, parts.ticker(), null, written), true);
        try {
            awaitWritten(written, call);
            return ResponseFuture.completed(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ResponseFuture.failed(errors.interruptedWrite(subject(call, prepared), e));
        } catch (TimeoutException e) {
            return ResponseFuture.failed(errors.writeTimeout(subject(call, prepared), timeoutNanos(call)));
        } catch (ExecutionException e) {
            return ResponseFuture.failed(
                    errors.notSent(subject(call, prepared), e.getCause() == null ? e : e.getCause()));
        }
    }

    /** That of the attempt, which need not be the method's. */
    static long timeoutNanos(Invocation call) {
        return call.deadlineNanos() - call.attemptNanos();
    }

    /** Queues a request; with {@code now} the calling thread writes it, which is the fastest for one call. */
    private void offer(WriteQueue.Write write, boolean now) {
        if (now) {
            queue.offerAndDrain(write);
        } else {
            queue.offer(write);
        }
    }

    private void awaitWritten(CompletableFuture<@Nullable Void> written, Invocation call)
            throws InterruptedException, ExecutionException, TimeoutException {
        written.get(Math.max(0, call.deadlineNanos() - parts.ticker().nanos()), NANOSECONDS);
    }

    /** The caller of a one-way call has gone on and will never know that it was not written. */
    void lostOneWay(DubboPreparedCall prepared, long startNanos, Throwable cause) {
        CallErrors.Subject call = subject(prepared, startNanos);
        parts.count(Event.ONEWAY_WRITE_FAILED);
        long held = parts.lostOneWays().pass();
        if (held >= 0) {
            log.warn("{} ({} more such lines held back)", errors.notSentText(call, cause), held);
        }
    }

    // ---- the channel

    /** Whether the other end reads what it is sent. */
    boolean isWritable() {
        return gate.isOpen();
    }

    private boolean takesCalls() {
        return !retiring && channel.isActive();
    }

    /** Refuses further calls; false if there are some, and then it goes on as before. */
    synchronized boolean retire() {
        if (!retired) {
            retiring = true; // before the look: a call registers itself before it asks
            retired = pending.size() == 0;
            retiring = retired;
        }
        return retired;
    }

    /** Something was written, or can be written again. */
    void wrote() {
        pending.watch();
        gate.update();
    }

    /** The channel is closed: its calls fail. Any number of times. */
    void closed(Throwable cause) {
        gate.update();
        pending.fail(cause);
        List<Runnable> actions;
        synchronized (this) {
            closed = true;
            actions = closeActions == null ? List.of() : closeActions;
            closeActions = null;
        }
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException | LinkageError e) {
                log.error("Telling that the connection of {} is closed failed", peer().remoteAddress(), e);
            }
        }
    }
}
