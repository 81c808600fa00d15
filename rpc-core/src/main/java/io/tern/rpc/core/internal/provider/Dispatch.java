// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.transport.IncomingCall;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The call of a service's method, and what came of it: a value, the service's own exception, or the promise of either.
 * Confined to the thread that serves the request, or to whoever a filter has passed the request to.
 */
final class Dispatch implements Invoker {
    private final ServiceEntry entry;
    private final Invocation invocation;
    private final InternalRpcContext.Request request;
    private final Ticker ticker;
    private final Thread thread = Thread.currentThread();
    private @Nullable Object value;
    private @Nullable Throwable serviceError;
    /** Whether the method itself threw, which takes back a promise that it made before. */
    private boolean threw;

    private @Nullable CompletableFuture<@Nullable Object> late;
    /** What filters wait for; read by whoever gives the request up. */
    private volatile @Nullable ServedFuture served;

    private @Nullable Map<String, Object> replyAttachments;

    private Dispatch(ServiceEntry entry, Invocation invocation, InternalRpcContext.Request request, Ticker ticker) {
        this.entry = entry;
        this.invocation = invocation;
        this.request = request;
        this.ticker = ticker;
    }

    /**
     * The call of a method for a request, to be served by the current thread.
     *
     * @param arguments those of the method, which a generic call has in another form
     * @param timeoutNanos how long its consumer waits, or is assumed to
     */
    static Dispatch of(
            ServiceMethod method,
            IncomingCall call,
            @Nullable Object[] arguments,
            RequestFacts facts,
            long timeoutNanos,
            Ticker ticker) {
        MethodDescriptor descriptor = method.descriptor();
        Invocation made = new Invocation(
                method.entry().settings().service(),
                descriptor,
                method.options(call.isTwoWay(), timeoutNanos),
                arguments,
                call.peer().remoteAddress(),
                call.arrivedNanos(),
                facts.attachments());
        // What a service's settings say about its consumers is a guess, by which no call shall be cut short.
        boolean awaited = call.isTwoWay() && facts.askedNanos() > 0;
        InternalRpcContext.Request request = new InternalRpcContext.Request(
                descriptor.method(),
                call.peer(),
                facts.remoteApplication(),
                facts.visible(),
                made.deadlineNanos(),
                facts.countsDown(),
                awaited ? ticker : null);
        return new Dispatch(method.entry(), made, request, ticker);
    }

    /** What the context of its thread is to show. */
    InternalRpcContext.Request request() {
        return request;
    }

    Invocation invocation() {
        return invocation;
    }

    @Nullable
    Object value() {
        return value;
    }

    @Nullable
    Throwable serviceError() {
        return serviceError;
    }

    /** Completed with the answer that the service has promised; null if it has answered. */
    @Nullable
    CompletableFuture<@Nullable Object> late() {
        return late;
    }

    boolean isOnItsThread() {
        return Thread.currentThread() == thread;
    }

    /** The end of a filter chain. */
    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation made) {
        ServedFuture future = new ServedFuture(made, ticker);
        served = future;
        if (isOnItsThread()) {
            run(made);
        } else {
            // A filter has changed threads.
            RpcContext context = RpcContext.getContext();
            InternalRpcContext.enter(context, request);
            try {
                run(made);
                replyAttachments = InternalRpcContext.takeReplyAttachments(context);
            } finally {
                InternalRpcContext.leave(context);
            }
        }
        if (late == null) {
            future.end(value, serviceError);
        } else {
            late.whenComplete((result, error) -> {
                serviceError = error == null ? null : ExceptionRule.unwrap(error);
                future.end(result, serviceError);
            });
        }
        return future;
    }

    /** Calls the service; sets {@link #value}, {@link #serviceError} or {@link #late}. */
    @SuppressWarnings("unchecked")
    void run(Invocation made) {
        try {
            Object result = entry.dispatch(made.method().index(), made.arguments());
            CompletableFuture<@Nullable Object> answer = request.answer();
            if (answer != null) {
                late = answer;
            } else if (made.method().returnsFuture() && result instanceof CompletionStage<?> stage) {
                late = (CompletableFuture<@Nullable Object>) stage.toCompletableFuture();
            } else {
                value = result;
            }
        } catch (Throwable e) {
            serviceError = e;
            threw = true;
            cancelPromise();
        }
    }

    /** Whether {@link #cancelPromise} has something to cancel: an {@code AsyncContext}. */
    boolean isPromised() {
        return request.answer() != null;
    }

    /** Whether the service has said that there will be no answer. */
    boolean isStopped() {
        CompletableFuture<@Nullable Object> promised = request.answer();
        return promised != null && promised.isCancelled() && !threw;
    }

    /** The deadline has passed: tells filters, which would wait for ever for an answer that never comes. */
    void giveUp(Throwable error) {
        ServedFuture future = served;
        if (future != null) {
            future.end(null, error);
        }
    }

    /** Nobody waits any more for the answer that the service has promised. */
    void cancelPromise() {
        CompletableFuture<@Nullable Object> promised = request.answer();
        if (promised != null) {
            promised.cancel(false);
        }
    }

    /** Takes what the service has set in its context for the reply. A promised answer brings its own. */
    void takeReplyAttachments(RpcContext context) {
        if (request.answer() == null && replyAttachments == null) {
            replyAttachments = InternalRpcContext.takeReplyAttachments(context);
        }
    }

    /** What the service has set for the reply. */
    Map<String, Object> replyAttachments() {
        Map<String, Object> set = request.answer() == null ? replyAttachments : request.answerAttachments();
        return set == null ? Map.of() : set;
    }
}
