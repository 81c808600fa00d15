// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.remoting.dubbo.internal.DubboPreparedCall;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.TransportFuture;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one call: at once the future, the entry of the in-flight table, what the deadline sweep finds, and the
 * task that decodes the reply. One object instead of four.
 *
 * <p><b>States.</b> One field holds the state and what belongs to it, so that each step is one compare-and-set:
 *
 * <pre>
 *   QUEUED ------> WAITING ------> ARRIVED: the reply's frame ------> DONE
 *     |  written      |    replied                             claimed ^
 *     |               |                                                |
 *     +---------------+----------> ARRIVED: the failure ---------------+
 *     +---------------+------------------------------------------------+  cancelled, completed by hand
 * </pre>
 *
 * A reply is taken only in WAITING: one that comes before its request was written is forged or mistaken. Whoever swaps
 * DONE in owns what was there; if that is a frame, it decodes it or not, and releases it. As nobody else can get the
 * frame, it is released exactly once, and as DONE is final, a second reply, a late failure and a late cancel all lose.
 *
 * <p><b>Who finishes.</b> A synchronous call's caller, inside {@link #await}, on its own time and thread; all others on
 * the callback executor. A synchronous call keeps its slot until it is finished, and the sweep looks after it a little
 * later than its deadline: if a filter has lost it and nobody awaits it, it still ends and its frame is still released.
 */
final class NettyResponse extends TransportFuture implements Runnable {
    private static final Object QUEUED = new Object();
    private static final Object WAITING = new Object();
    private static final Object DONE = new Object();
    private static final VarHandle STATE = state();

    private final PendingCalls link;
    private final DubboPreparedCall prepared;

    private long id;
    private long dueNanos;
    /** The reply's status byte; written before the frame is published in {@link #state}, by the loop only. */
    private short replyStatus;
    /** QUEUED, WAITING, a ByteBuf (the reply), an Ending (the failure), or DONE. */
    private volatile Object state = QUEUED;

    /** Set before the state says that the request is written. */
    private volatile long writtenNanos;

    private static VarHandle state() {
        try {
            return MethodHandles.lookup().findVarHandle(NettyResponse.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    NettyResponse(PendingCalls link, Invocation call, DubboPreparedCall prepared) {
        super(call);
        this.link = link;
        this.prepared = prepared;
    }

    // ---- the table's view

    /** Before the call is published in the table. */
    void assign(long newId, long due) {
        id = newId;
        dueNanos = due;
    }

    long id() {
        return id;
    }

    long dueNanos() {
        return dueNanos;
    }

    // ---- the connection's view

    /** The request's turn to be written; false if the call has ended. On whichever thread writes. */
    boolean beginWrite(long nowNanos) {
        writtenNanos = nowNanos;
        return STATE.compareAndSet(this, QUEUED, WAITING);
    }

    /**
     * The reply came. On the loop.
     *
     * @return false if it is not wanted; then {@code frame} is still the caller's
     */
    boolean arrive(int status, ByteBuf frame) {
        if (state != WAITING) {
            return false; // before the status is touched: the first reply may not have been looked at yet
        }
        replyStatus = (short) status;
        if (!STATE.compareAndSet(this, WAITING, frame)) {
            return false;
        }
        handOver();
        return true;
    }

    /** How a call failed; {@code written} tells whether its request was handed to the socket. */
    interface Failure {
        Throwable of(NettyResponse call, boolean written);
    }

    /**
     * A failure that was not looked at yet. The exception is made by who finishes the call: when a connection with many
     * calls breaks, its loop must not write all their messages.
     */
    private record Ending(Failure failure, boolean written) {}

    /**
     * Ends the call with a failure, if it has neither ended nor been answered. Any thread.
     *
     * @return false if it was too late
     */
    boolean fail(Failure failure) {
        while (true) {
            Object seen = state;
            if (seen != QUEUED && seen != WAITING) {
                return false;
            }
            // Anew if the request is written meanwhile: whether it was decides about trying again.
            if (STATE.compareAndSet(this, seen, new Ending(failure, seen == WAITING))) {
                handOver();
                return true;
            }
        }
    }

    /** Ends the call on the calling thread, which has not shown it to anybody yet. */
    NettyResponse failNow(Throwable error) {
        Object before = STATE.getAndSet(this, DONE);
        if (before != DONE) {
            releaseFrame(before);
            link.release(this);
            markEnd();
            settle(null, error);
        }
        return this;
    }

    /** Its connection ended. Any thread. */
    void connectionLost(Throwable cause) {
        failAndFinish((call, written) -> link.errors().connectionLost(call, written, cause));
    }

    /** Its request was never written as a whole. Any thread. */
    void notSent(Throwable cause) {
        fail((call, written) -> link.errors().connectionLost(call, false, cause));
    }

    /** Returns when the failure that is there already, or is just being delivered, completes this future. */
    void awaitFailure() {
        finish();
        try {
            super.join();
        } catch (CompletionException | CancellationException e) {
            // The caller looks at the future.
        }
    }

    /** The sweep found the call past its time. On the loop. */
    void expire() {
        failAndFinish(link.errors()::timeout);
    }

    private void failAndFinish(Failure failure) {
        // If it was answered or failed before, or is nobody's at this moment, perhaps no caller comes for it.
        if (!fail(failure) || (isSelfTimed() && !hasCaller())) {
            link.complete(this);
        }
    }

    private void handOver() {
        if (isSelfTimed()) {
            wakeCaller();
        } else {
            link.release(this);
            link.complete(this);
        }
    }

    /** Decodes and completes. On the callback executor. */
    @Override
    public void run() {
        finish();
    }

    @Override
    protected void finish() {
        Object arrived = state;
        if (arrived == QUEUED || arrived == WAITING || arrived == DONE || !STATE.compareAndSet(this, arrived, DONE)) {
            return;
        }
        link.release(this);
        markEnd();
        if (arrived instanceof Ending ending) {
            settle(null, ending.failure.of(this, ending.written));
            return;
        }
        ByteBuf frame = (ByteBuf) arrived;
        Object value = null;
        Throwable error = null;
        try {
            var reply = link.decode(this, replyStatus, frame);
            attachments(reply.attachments());
            value = reply.value();
            error = reply.error();
        } catch (Throwable e) {
            error = e;
        } finally {
            frame.release();
        }
        settle(value, error);
    }

    @Override
    protected void abandon() {
        Object before = STATE.getAndSet(this, DONE);
        if (before == DONE) {
            return;
        }
        markEnd();
        link.release(this);
        releaseFrame(before);
        wakeCaller();
    }

    private static void releaseFrame(Object state) {
        if (state instanceof ByteBuf frame) {
            frame.release();
        }
    }

    // ---- the caller's view

    @Override
    protected long nanos() {
        return link.nanos();
    }

    @Override
    protected boolean isEventLoop() {
        return IoThread.isCurrent();
    }

    @Override
    protected boolean isUnanswered() {
        Object seen = state;
        return seen == QUEUED || seen == WAITING;
    }

    @Override
    protected void giveUp(Waiting waiting) {
        fail(
                switch (waiting) {
                    case TOO_LONG -> link.errors()::timeout;
                    case INTERRUPTED -> link.errors()::interrupted;
                    case FORBIDDEN -> (call, written) -> blockingCall();
                });
    }

    @Override
    protected RuntimeException blockingCall() {
        return link.errors().blockingCall(facts(Delivery.MAYBE_EXECUTED));
    }

    // ---- facts

    @Override
    public MethodDescriptor method() {
        return prepared.method();
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return link.remoteAddress();
    }

    DubboPreparedCall prepared() {
        return prepared;
    }

    /** When the request was handed to the socket; means something only for a written one. */
    long writtenNanos() {
        return writtenNanos;
    }
}
