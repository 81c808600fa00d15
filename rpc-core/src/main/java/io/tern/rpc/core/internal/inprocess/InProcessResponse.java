// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.TransportFuture;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
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
final class InProcessResponse extends TransportFuture implements Runnable {
    private static final Object WAITING = new Object();
    private static final Object DONE = new Object();
    private static final VarHandle STATE = state();

    private final InProcessConnection connection;
    private final InProcessPrepared prepared;

    /** WAITING, an InProcessReply, a Failure, or DONE. */
    private volatile Object state = WAITING;

    /** Made into an exception by who finishes the call. */
    private record Failure(Function<InProcessResponse, Throwable> of) {}

    private static VarHandle state() {
        try {
            return MethodHandles.lookup().findVarHandle(InProcessResponse.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    InProcessResponse(InProcessConnection connection, Invocation call, InProcessPrepared prepared) {
        super(call);
        this.connection = connection;
        this.prepared = prepared;
    }

    InProcessConnection connection() {
        return connection;
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
        if (isSelfTimed()) {
            wakeCaller();
        } else {
            connection.complete(this);
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
        if (isSelfTimed() && (late || !hasCaller())) {
            connection.complete(this);
        }
    }

    /** On the callback executor. */
    @Override
    public void run() {
        finish();
    }

    @Override
    protected void finish() {
        Object arrived = state;
        if (arrived == WAITING || arrived == DONE || !STATE.compareAndSet(this, arrived, DONE)) {
            return;
        }
        connection.release(this);
        markEnd();
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
        attachments(reply.attachments());
        settle(reply.value(), reply.error());
    }

    /** Also for a call that was not sent. */
    @Override
    protected void abandon() {
        if (STATE.getAndSet(this, DONE) == DONE) {
            return;
        }
        markEnd();
        connection.release(this);
        wakeCaller();
    }

    // ---- the caller's view

    @Override
    protected long nanos() {
        return connection.nanos();
    }

    @Override
    protected boolean isEventLoop() {
        return connection.isEventLoop();
    }

    @Override
    protected boolean isUnanswered() {
        return state == WAITING;
    }

    @Override
    protected void giveUp(Waiting waiting) {
        fail(
                switch (waiting) {
                    case TOO_LONG -> connection.errors()::timeout;
                    case INTERRUPTED -> connection.errors()::interrupted;
                    case FORBIDDEN -> connection.errors()::blockingCall;
                });
    }

    @Override
    protected RuntimeException blockingCall() {
        return connection.errors().blockingCall(this);
    }

    // ---- facts

    @Override
    public MethodDescriptor method() {
        return prepared.method();
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return connection.peer().remoteAddress();
    }
}
