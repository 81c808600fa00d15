// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.Ticker;
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
    private @Nullable Map<String, Object> replyAttachments;

    /** To be served by the current thread. */
    Dispatch(ServiceEntry entry, Invocation invocation, InternalRpcContext.Request request, Ticker ticker) {
        this.entry = entry;
        this.invocation = invocation;
        this.request = request;
        this.ticker = ticker;
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
        ServedFuture served = new ServedFuture(made, ticker);
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
            served.end(value, serviceError);
        } else {
            late.whenComplete((result, error) -> {
                serviceError = error == null ? null : ExceptionRule.unwrap(error);
                served.end(result, serviceError);
            });
        }
        return served;
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
