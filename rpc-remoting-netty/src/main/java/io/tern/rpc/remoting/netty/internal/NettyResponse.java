// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.CallFacts;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.remoting.dubbo.internal.DubboPreparedCall;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
final class NettyResponse extends UserFuture implements Runnable {
    /** How much later than the deadline the sweep ends a call whose caller times itself. */
    static final long CALLER_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Object QUEUED = new Object();
    private static final Object WAITING = new Object();
    private static final Object DONE = new Object();
    private static final VarHandle STATE = handle("state", Object.class);
    private static final VarHandle WAITER = handle("waiter", Thread.class);

    private final PendingCalls link;
    private final DubboPreparedCall prepared;
    private final long startNanos;
    private final long deadlineNanos;
    private final long attemptNanos;
    private final boolean selfTimed;

    private long id;
    private long dueNanos;
    /** The reply's status byte; written before the frame is published in {@link #state}, by the loop only. */
    private short replyStatus;
    /** QUEUED, WAITING, a ByteBuf (the reply), an Ending (the failure), or DONE. */
    private volatile Object state = QUEUED;

    private volatile @Nullable Thread waiter;
    /** Set before the state says that the request is written. */
    private volatile long writtenNanos;
    /** 0: not ended yet. */
    private volatile long endNanos;

    private volatile Map<String, Object> attachments = Map.of();

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(NettyResponse.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    NettyResponse(PendingCalls link, Invocation call, DubboPreparedCall prepared) {
        super(call.callerContext());
        this.link = link;
        this.prepared = prepared;
        this.startNanos = call.startNanos();
        this.deadlineNanos = call.deadlineNanos();
        this.attemptNanos = call.attemptNanos();
        this.selfTimed = call.options().mode() == CallMode.SYNC;
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
            endNanos = link.nanos();
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
        if (!fail(failure) || (selfTimed && waiter == null)) {
            link.complete(this);
        }
    }

    private void handOver() {
        if (!selfTimed) {
            link.release(this);
            link.complete(this);
            return;
        }
        Thread parked = waiter;
        if (parked != null) {
            LockSupport.unpark(parked);
        }
    }

    /** Decodes and completes. On the callback executor. */
    @Override
    public void run() {
        finish();
    }

    /** Claims what arrived and completes the future with it on this thread. Does nothing if there is nothing to claim. */
    private void finish() {
        Object arrived = state;
        if (arrived == QUEUED || arrived == WAITING || arrived == DONE || !STATE.compareAndSet(this, arrived, DONE)) {
            return;
        }
        link.release(this);
        endNanos = link.nanos();
        if (arrived instanceof Ending ending) {
            settle(null, ending.failure.of(this, ending.written));
            return;
        }
        ByteBuf frame = (ByteBuf) arrived;
        Object value = null;
        Throwable error = null;
        try {
            var reply = link.decode(this, replyStatus, frame);
            attachments = reply.attachments();
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
    void abandon() {
        Object before = STATE.getAndSet(this, DONE);
        if (before == DONE) {
            return;
        }
        endNanos = link.nanos();
        link.release(this);
        releaseFrame(before);
        Thread parked = waiter;
        if (parked != null) {
            LockSupport.unpark(parked);
        }
    }

    private static void releaseFrame(Object state) {
        if (state instanceof ByteBuf frame) {
            frame.release();
        }
    }

    // ---- the caller's view

    @Override
    public @Nullable Object await() throws Throwable {
        if (selfTimed && !isDone()) {
            awaitReply();
        }
        try {
            return isDone() ? getNow(null) : get();
        } catch (CompletionException | ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void awaitReply() {
        if (drive(deadlineNanos)) {
            return;
        }
        if (Thread.currentThread().isInterrupted()) {
            fail(link.errors()::interrupted);
        } else if (link.nanos() - deadlineNanos >= 0) {
            fail(link.errors()::timeout);
        }
        finish();
    }

    /**
     * Waits on this thread for the reply to a synchronous call and finishes it here.
     *
     * @return false if the time passed or the thread was interrupted before
     */
    private boolean drive(long untilNanos) {
        finish();
        if (state == DONE) {
            return true;
        }
        if (IoThread.isCurrent()) {
            fail((call, written) -> link.errors().blockingCall(facts(Delivery.MAYBE_EXECUTED)));
            finish();
            return true;
        }
        if (!WAITER.compareAndSet(this, null, Thread.currentThread())) {
            return false; // another thread drives
        }
        try {
            while (isUnanswered()) {
                long left = untilNanos - link.nanos();
                if (left <= 0 || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
        } finally {
            waiter = null;
        }
        finish();
        return true;
    }

    @Override
    void prepareToBlock(long limitNanos) {
        if (selfTimed) {
            long left = deadlineNanos - link.nanos();
            drive(limitNanos < left ? link.nanos() + limitNanos : deadlineNanos);
        } else if (IoThread.isCurrent()) {
            throw link.errors().blockingCall(facts(Delivery.MAYBE_EXECUTED));
        }
    }

    // ---- facts

    @Override
    public Map<String, Object> attachments() {
        return attachments;
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return link.remoteAddress();
    }

    @Override
    public Duration elapsed() {
        long end = endNanos;
        return Duration.ofNanos((end == 0 ? link.nanos() : end) - startNanos);
    }

    /** Whether neither a reply nor a failure came. */
    private boolean isUnanswered() {
        Object seen = state;
        return seen == QUEUED || seen == WAITING;
    }

    DubboPreparedCall prepared() {
        return prepared;
    }

    /** When this attempt started. */
    long attemptNanos() {
        return attemptNanos;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    long timeoutNanos() {
        return deadlineNanos - attemptNanos;
    }

    boolean isSelfTimed() {
        return selfTimed;
    }

    /** When the request was handed to the socket; means something only for a written one. */
    long writtenNanos() {
        return writtenNanos;
    }

    CallFacts facts(Delivery delivery) {
        return new CallFacts(prepared.method().toString(), remoteAddress(), elapsed(), delivery);
    }
}
