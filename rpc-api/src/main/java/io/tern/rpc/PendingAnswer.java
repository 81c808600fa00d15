// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The answer of one request that its service gives later. Thread-safe. */
final class PendingAnswer implements AsyncContext {
    private final InternalRpcContext.Request request;
    private final RpcContext replyContext;
    private final Luggage carried = Luggage.ofThread();
    private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    PendingAnswer(InternalRpcContext.Request request, RpcContext replyContext) {
        this.request = request;
        this.replyContext = replyContext;
    }

    /** What {@link #signalContextSwitch} put aside; kept in the context of the thread that switched. */
    record Displaced(
            InternalRpcContext.@Nullable Request request,
            @Nullable Method method,
            @Nullable Peer peer,
            boolean borrowed,
            AttachmentSlots.Saved attachments,
            @Nullable RpcContext serverContext,
            Luggage.Shown shown) {
        Displaced showing(Luggage.Shown other) {
            return new Displaced(request, method, peer, borrowed, attachments, serverContext, other);
        }
    }

    CompletableFuture<@Nullable Object> answer() {
        return answer;
    }

    @Nullable
    Map<String, Object> takeReplyAttachments() {
        return replyContext.attachments().takeSet();
    }

    @Override
    public void write(@Nullable Object value) {
        if (answer.isCancelled()) {
            throw new IllegalStateException("The request's deadline has passed; nobody waits for this answer any more");
        }
        if (!closed.compareAndSet(false, true)) {
            throw new IllegalStateException("The request was answered or stopped before; the first answer stands");
        }
        if (value instanceof Throwable error) {
            answer.completeExceptionally(error);
        } else {
            answer.complete(value);
        }
    }

    @Override
    public boolean stop() {
        return closed.compareAndSet(false, true) && answer.cancel(false);
    }

    @Override
    public boolean isAsyncStarted() {
        return true;
    }

    @Override
    public void signalContextSwitch() {
        RpcContext context = RpcContext.getContext();
        Displaced own = context.displaced;
        if (own == null) {
            own = new Displaced(
                    context.request,
                    context.method,
                    context.peer,
                    context.borrowed,
                    context.attachments().save(),
                    context.leaveServerContext(),
                    Luggage.NONE.show());
        }
        own.shown().hide();
        context.displaced = own.showing(carried.show());
        context.request = request;
        context.method = request.method();
        context.peer = request.peer();
        context.borrowed = false;
        // What the thread has set for a call of its own is neither shown nor sent meanwhile.
        context.attachments().clear();
        context.attachments().receive(request.attachments());
        context.showServerContext(replyContext);
    }

    @Override
    public void resetContext() {
        RpcContext context = RpcContext.getContext();
        Displaced before = context.displaced;
        if (before == null) {
            return;
        }
        context.displaced = null;
        context.request = before.request();
        context.method = before.method();
        context.peer = before.peer();
        context.borrowed = before.borrowed();
        context.attachments().restore(before.attachments());
        context.showServerContext(before.serverContext());
        before.shown().hide();
    }
}
