// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

import io.tern.rpc.CallFacts;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one call of a transport, and the rules of waiting for it, which are the same for all of them.
 *
 * <p>A synchronous call's caller times itself and finishes the call on its own thread: it parks until the transport
 * {@linkplain #wakeCaller wakes} it. For other calls the transport's sweep of deadlines and a callback thread do that. The
 * sweep looks after a synchronous call too, {@value #GRACE_MILLIS} ms later, in case that its caller never waits. The
 * transport keeps the state of the call, and learns here when somebody waits for it or ends it by hand.
 */
public abstract class TransportFuture extends ResponseFuture<@Nullable Object> {
    private static final long GRACE_MILLIS = 100;
    private static final VarHandle WAITER = waiter();

    private final long startNanos;
    private final long deadlineNanos;
    private final long attemptNanos;
    private final boolean selfTimed;
    private volatile @Nullable Thread waiter;
    /** 0: not ended yet. */
    private volatile long endNanos;

    private volatile Map<String, Object> attachments = Map.of();

    /** Why a caller no longer waits. */
    protected enum Waiting {
        /** The deadline is there. */
        TOO_LONG,
        /** Its thread was interrupted. */
        INTERRUPTED,
        /** It is an event loop, on which nobody may wait. */
        FORBIDDEN
    }

    private static VarHandle waiter() {
        try {
            return MethodHandles.lookup().findVarHandle(TransportFuture.class, "waiter", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** For the attempt that {@code call} describes. */
    protected TransportFuture(Invocation call) {
        super(call.callerContext());
        this.startNanos = call.startNanos();
        this.deadlineNanos = call.deadlineNanos();
        this.attemptNanos = call.attemptNanos();
        this.selfTimed = call.options().mode() == CallMode.SYNC;
    }

    // ---- what the transport says

    /** The time, by the clock of the call's deadline, in nanoseconds. */
    protected abstract long nanos();

    /** Whether the calling thread is an event loop, on which nobody may wait. */
    protected abstract boolean isEventLoop();

    /** Whether neither an answer nor a failure came. */
    protected abstract boolean isUnanswered();

    /** Completes this with what came, on the calling thread; does nothing if nothing did, or if somebody else does it. */
    protected abstract void finish();

    /** Ends the call, if it has neither ended nor been answered; the next {@link #finish} completes it. */
    protected abstract void giveUp(Waiting waiting);

    /** For a thread that must not wait. */
    protected abstract RuntimeException blockingCall();

    /** This is completed by hand, unless it is done. Frees what the call holds; any number of times, and before stages run. */
    protected abstract void abandon();

    // ---- what it does

    /** Unparks the caller, if it waits. After the state changed. */
    protected final void wakeCaller() {
        Thread parked = waiter;
        if (parked != null) {
            LockSupport.unpark(parked);
        }
    }

    /** Whether a caller is there that will finish the call when it is woken. */
    protected final boolean hasCaller() {
        return waiter != null;
    }

    /** The call has ended now. */
    protected final void markEnd() {
        endNanos = nanos();
    }

    /** The reply's attachments, before this is completed; not modifiable. */
    protected final void attachments(Map<String, Object> ofReply) {
        attachments = ofReply;
    }

    // ---- the caller's view

    @Override
    public final @Nullable Object await() throws Throwable {
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
            giveUp(Waiting.INTERRUPTED);
        } else if (nanos() - deadlineNanos >= 0) {
            giveUp(Waiting.TOO_LONG);
        }
        finish();
    }

    /**
     * Waits on this thread for the answer to a synchronous call and finishes it here.
     *
     * @return false if the time passed or the thread was interrupted before, or if another thread waits already
     */
    private boolean drive(long untilNanos) {
        if (!isUnanswered()) {
            finish();
            return true;
        }
        if (isEventLoop()) {
            giveUp(Waiting.FORBIDDEN);
            finish();
            return true;
        }
        if (!WAITER.compareAndSet(this, null, Thread.currentThread())) {
            return false;
        }
        try {
            while (isUnanswered()) {
                long left = untilNanos - nanos();
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

    private void prepareToBlock(long limitNanos) {
        if (isDone()) {
            return;
        }
        if (selfTimed) {
            long now = nanos();
            drive(limitNanos < deadlineNanos - now ? now + limitNanos : deadlineNanos);
        } else if (isEventLoop()) {
            throw blockingCall();
        }
    }

    @Override
    public final @Nullable Object get() throws InterruptedException, ExecutionException {
        prepareToBlock(Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public final @Nullable Object get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long limit = unit.toNanos(timeout);
        long start = System.nanoTime();
        prepareToBlock(limit);
        return super.get(Math.max(0, limit - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
    }

    @Override
    public final @Nullable Object join() {
        prepareToBlock(Long.MAX_VALUE);
        return super.join();
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        abandon();
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public final boolean complete(@Nullable Object value) {
        abandon();
        return super.complete(value);
    }

    @Override
    public final boolean completeExceptionally(Throwable error) {
        abandon();
        return super.completeExceptionally(error);
    }

    // ---- facts

    /** The method that is called. */
    public abstract MethodDescriptor method();

    /** What an error says about the call, now. */
    public final CallFacts facts(Delivery delivery) {
        return new CallFacts(method().toString(), remoteAddress(), elapsed(), delivery);
    }

    @Override
    public final Map<String, Object> attachments() {
        return attachments;
    }

    @Override
    public final Duration elapsed() {
        long end = endNanos;
        return Duration.ofNanos((end == 0 ? nanos() : end) - startNanos);
    }

    /** When this attempt started. */
    public final long attemptNanos() {
        return attemptNanos;
    }

    /** Most time that this attempt may take, in nanoseconds. */
    public final long timeoutNanos() {
        return deadlineNanos - attemptNanos;
    }

    /** When the sweep shall end the call: at its deadline, or a little later if its caller times itself. */
    public final long sweepNanos() {
        return selfTimed ? deadlineNanos + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS) : deadlineNanos;
    }

    /** Whether the call is synchronous: its caller waits for it, and finishes it. */
    public final boolean isSelfTimed() {
        return selfTimed;
    }
}
