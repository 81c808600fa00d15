// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one call inside the process.
 *
 * <p>One field holds the state and what belongs to it: WAITING, then what arrived (a reply or a failure), then DONE; or
 * from either to DONE, if the call is cancelled or completed by hand. Whoever swaps DONE in completes the future: a
 * synchronous call's caller on its own time and thread, for all others the callback executor. The sweep of deadlines
 * looks after a synchronous call a little later than its caller does, in case that one never waits.
 */
final class InProcessResponse extends ResponseFuture<@Nullable Object> implements Runnable {
    /** How much later than the deadline the sweep ends a call whose caller times itself. */
    private static final long CALLER_GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Object WAITING = new Object();
    private static final Object DONE = new Object();
    private static final VarHandle STATE = handle("state", Object.class);
    private static final VarHandle WAITER = handle("waiter", Thread.class);

    private final InProcessConnection connection;
    private final InProcessPrepared prepared;
    private final long startNanos;
    private final long deadlineNanos;
    private final long attemptNanos;
    private final boolean selfTimed;

    /** WAITING, an InProcessReply, a Failure, or DONE. */
    private volatile Object state = WAITING;

    private volatile @Nullable Thread waiter;
    /** 0: not ended yet. */
    private volatile long endNanos;

    private volatile Map<String, Object> attachments = Map.of();

    /** Made into an exception by who finishes the call. */
    private record Failure(Function<InProcessResponse, Throwable> of) {}

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(InProcessResponse.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    InProcessResponse(InProcessConnection connection, Invocation call, InProcessPrepared prepared) {
        super(call.callerContext());
        this.connection = connection;
        this.prepared = prepared;
        this.startNanos = call.startNanos();
        this.deadlineNanos = call.deadlineNanos();
        this.attemptNanos = call.attemptNanos();
        this.selfTimed = call.options().mode() == CallMode.SYNC;
    }

    InProcessConnection connection() {
        return connection;
    }

    MethodDescriptor method() {
        return prepared.method();
    }

    long startNanos() {
        return startNanos;
    }

    /** When this attempt started. */
    long attemptNanos() {
        return attemptNanos;
    }

    long timeoutNanos() {
        return deadlineNanos - attemptNanos;
    }

    /** Whether its caller waits for it. */
    boolean isSelfTimed() {
        return selfTimed;
    }

    /** When the sweep shall look at it. */
    long dueNanos() {
        return selfTimed ? deadlineNanos + CALLER_GRACE_NANOS : deadlineNanos;
    }

    // ---- what happens to it, on any thread

    /** The answer is there. */
    void arrive(InProcessReply reply) {
        if (STATE.compareAndSet(this, WAITING, reply)) {
            handOver();
        } else {
            connection.lateReply();
        }
    }

    private boolean fail(Function<InProcessResponse, Throwable> failure) {
        if (!STATE.compareAndSet(this, WAITING, new Failure(failure))) {
            return false;
        }
        handOver();
        return true;
    }

    private void handOver() {
        if (!selfTimed) {
            connection.complete(this);
            return;
        }
        Thread parked = waiter;
        if (parked != null) {
            LockSupport.unpark(parked);
        }
    }

    /** There will be no answer. */
    void lost(String reason) {
        failAndFinish(call -> connection.errors().lost(call, reason));
    }

    /** The sweep found it past its time. */
    void expire() {
        failAndFinish(connection.errors()::timeout);
    }

    private void failAndFinish(Function<InProcessResponse, Throwable> failure) {
        boolean late = !fail(failure);
        // If it was answered before, or is nobody's at this moment, perhaps no caller comes for it.
        if (selfTimed && (late || waiter == null)) {
            connection.complete(this);
        }
    }

    /** On the callback executor. */
    @Override
    public void run() {
        finish();
    }

    /** Completes the future with what arrived, on this thread; nothing if nothing did, or somebody else does it. */
    private void finish() {
        Object arrived = state;
        if (arrived == WAITING || arrived == DONE || !STATE.compareAndSet(this, arrived, DONE)) {
            return;
        }
        connection.release(this);
        endNanos = connection.nanos();
        if (arrived instanceof Failure failure) {
            settle(null, failure.of().apply(this));
            return;
        }
        InProcessReply.Read reply;
        try {
            reply = connection.read(this, (InProcessReply) arrived, prepared);
        } catch (Throwable e) {
            settle(null, e);
            return;
        }
        attachments = reply.attachments();
        settle(reply.value(), reply.error());
    }

    /** It was completed by hand, perhaps, or was not sent. Frees what it holds; any number of times. */
    void abandon() {
        if (STATE.getAndSet(this, DONE) == DONE) {
            return;
        }
        endNanos = connection.nanos();
        connection.release(this);
        Thread parked = waiter;
        if (parked != null) {
            LockSupport.unpark(parked);
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
            fail(connection.errors()::interrupted);
        } else if (connection.nanos() - deadlineNanos >= 0) {
            fail(connection.errors()::timeout);
        }
        finish();
    }

    /** Waits for the answer and completes the future here; false if the time passed or the thread was interrupted before. */
    private boolean drive(long untilNanos) {
        finish();
        if (state == DONE) {
            return true;
        }
        if (connection.isEventLoop()) {
            fail(connection.errors()::blockingCall);
            finish();
            return true;
        }
        if (!WAITER.compareAndSet(this, null, Thread.currentThread())) {
            return false; // another thread does
        }
        try {
            while (state == WAITING) {
                long left = untilNanos - connection.nanos();
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
            long left = deadlineNanos - connection.nanos();
            drive(limitNanos < left ? connection.nanos() + limitNanos : deadlineNanos);
        } else if (connection.isEventLoop()) {
            throw connection.errors().blockingCall(this);
        }
    }

    @Override
    public @Nullable Object get() throws InterruptedException, ExecutionException {
        prepareToBlock(Long.MAX_VALUE);
        return super.get();
    }

    @Override
    public @Nullable Object get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long limit = unit.toNanos(timeout);
        long start = System.nanoTime();
        prepareToBlock(limit);
        return super.get(Math.max(0, limit - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
    }

    @Override
    public @Nullable Object join() {
        prepareToBlock(Long.MAX_VALUE);
        return super.join();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        abandon();
        return cancelled;
    }

    @Override
    public boolean complete(@Nullable Object value) {
        boolean completed = super.complete(value);
        abandon();
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        boolean completed = super.completeExceptionally(error);
        abandon();
        return completed;
    }

    // ---- facts

    @Override
    public Map<String, Object> attachments() {
        return attachments;
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return connection.peer().remoteAddress();
    }

    @Override
    public Duration elapsed() {
        long end = endNanos;
        return Duration.ofNanos((end == 0 ? connection.nanos() : end) - startNanos);
    }
}
