// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.core.internal.accesslog.AccessLog;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that a port has taken over: counted, and in a worker's place, until it ends, which it does exactly once. What
 * happens in between is {@link ServerCall}'s.
 */
abstract class TakenRequest {
    private static final Logger log = LoggerFactory.getLogger(TakenRequest.class);
    private static final VarHandle ENDED;

    static {
        try {
            ENDED = MethodHandles.lookup().findVarHandle(TakenRequest.class, "ended", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final ExportedPort port;
    final IncomingCall call;
    /** What is called, as far as it is known: what its head means, until its attachments and arguments tell more. */
    ServiceMethod method;
    /** Whether the method counts it among those that run. */
    boolean entered;
    /** The name by which a generic service counts it; null: by none. */
    @Nullable
    String countedName;

    /** Set when the service is called. */
    @Nullable
    Dispatch dispatch;

    @Nullable
    String argumentText;

    /** Whose thread serves it; null: the event loop's. */
    private final @Nullable Workers workers;

    private volatile boolean ended;
    private boolean released;
    /** Where this request is counted. */
    private ServiceEntry counting;

    /** From now on its service waits for its end. */
    TakenRequest(ExportedPort port, IncomingCall call, ServiceMethod method, @Nullable Workers workers) {
        this.port = port;
        this.workers = workers;
        this.call = call;
        this.method = method;
        counting = method.entry();
        counting.traffic().started();
    }

    final boolean isEnded() {
        return ended;
    }

    @Nullable
    Workers workers() {
        return workers;
    }

    /** None of its workers takes it. */
    void notTaken(String text) {
        released = true;
        refuse(ReplyStatus.THREADPOOL_EXHAUSTED, text);
    }

    String methodText() {
        return method.descriptor().toString();
    }

    final void count(ServiceEntry entry) {
        if (entry != counting) {
            entry.traffic().started();
            counting.traffic().ended();
            counting = entry;
        }
    }

    /** Somebody else counts it from now on. */
    final void stopCounting() {
        counting.traffic().ended();
    }

    /**
     * A consumer that said how long it waits is gone by now. One that did not say may wait longer than the service's
     * settings assume: it is told, and fails with a timeout now instead of later.
     */
    final void expire(long queuedNanos, long timeoutNanos, boolean consumerIsGone) {
        port.observer().counted(RpcObserver.Event.EXPIRED_REQUEST);
        if (consumerIsGone) {
            end(null, call::drop);
            return;
        }
        refuse(ReplyStatus.SERVER_TIMEOUT, ServerErrors.expired(methodText(), queuedNanos, timeoutNanos));
    }

    final void refuse(ReplyStatus status, String text) {
        refuse(text, () -> call.replyStatus(status, text));
    }

    final void refuse(String text, Runnable reply) {
        release();
        if (!call.isTwoWay()) {
            port.logs().oneWayFailed(method, text, null);
        }
        end(null, reply);
    }

    /** The pool ends before this request had its turn. */
    void cutOff() {
        if (!call.isTwoWay()) {
            port.logs().oneWayFailed(method, "the provider closes", null);
        }
        end(null, call::drop);
    }

    /** Gives the worker's place back before the reply is written: the consumer's next request may come at once. */
    final void release() {
        if ((dispatch == null || dispatch.isOnItsThread()) && !released) {
            released = true;
            if (workers != null) {
                workers.release();
            }
        }
    }

    final void end(@Nullable Throwable error, Runnable reply) {
        if (!ENDED.compareAndSet(this, false, true)) {
            return;
        }
        if (entered) {
            method.exit();
        }
        exitNamed();
        try {
            reply.run();
        } catch (Throwable e) {
            log.error("Replying to {} failed", methodText(), e);
            call.replyStatus(ReplyStatus.SERVER_ERROR, ServerErrors.failed(methodText()));
        } finally {
            try {
                report(error);
            } finally {
                counting.traffic().ended();
                port.ended(); // last: a port that is drained may close what has been used until here
            }
        }
    }

    private void exitNamed() {
        String name = countedName;
        NamedExecutions named = name == null ? null : method.entry().namedFor(method.descriptor());
        if (name != null && named != null) {
            named.exit(name);
        }
    }

    private void report(@Nullable Throwable error) {
        if (dispatch == null) {
            return;
        }
        Invocation served = dispatch.invocation();
        long elapsed = port.ticker().nanos() - served.startNanos();
        port.observer().requestEnded(served, error, elapsed);
        AccessLog accessLog = method.entry().accessLog();
        if (accessLog != null) {
            accessLog.record(served, call.peer(), argumentText, error, elapsed);
        }
    }
}
