// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What the context of a thread held at one moment, to be shown on other threads. Immutable and opaque: applications use
 * {@link RpcContext#wrap(Runnable)}, and the engine passes it from a call to its callbacks.
 *
 * <p>The future of the last call, settings for the next one and the attachments of replies are not part of it.
 */
public final class ContextSnapshot {
    /** Of a context in which there is nothing. */
    public static final ContextSnapshot NOTHING =
            new ContextSnapshot(AttachmentSlots.Saved.NOTHING, null, null, null, null, Luggage.NONE);

    private final AttachmentSlots.Saved attachments;
    private final InternalRpcContext.@Nullable Request request;
    private final @Nullable Method method;
    private final @Nullable Peer peer;
    private final @Nullable Map<String, Object> values;
    private final Luggage carried;

    private ContextSnapshot(
            AttachmentSlots.Saved attachments,
            InternalRpcContext.@Nullable Request request,
            @Nullable Method method,
            @Nullable Peer peer,
            @Nullable Map<String, Object> values,
            Luggage carried) {
        this.attachments = attachments;
        this.request = request;
        this.method = method;
        this.peer = peer;
        this.values = values;
        this.carried = carried;
    }

    /** Of the calling thread, now. */
    static ContextSnapshot ofThread() {
        RpcContext context = RpcContext.getContext();
        return new ContextSnapshot(
                context.attachments().save().copy(),
                context.request,
                context.method,
                context.peer,
                copy(context.values()),
                Luggage.ofThread());
    }

    /**
     * For the callbacks of a call that is made now: they see what it sends, but their own calls do not send it again.
     *
     * @param method what is called
     * @param sent what was taken for the call, not to be changed any more; null if nothing
     * @return null if the context has nothing for them
     */
    static @Nullable ContextSnapshot ofCall(RpcContext context, Method method, @Nullable Map<String, Object> sent) {
        AttachmentSlots.Saved attachments =
                new AttachmentSlots.Saved(null, sent, context.attachments().received());
        InternalRpcContext.Request request = context.request;
        Luggage carried = Luggage.ofThread();
        if (attachments.isNothing() && request == null && context.values() == null && carried.isEmpty()) {
            return null;
        }
        return new ContextSnapshot(
                attachments,
                request,
                request == null ? method : context.method,
                request == null ? null : context.peer,
                copy(context.values()),
                carried);
    }

    /** The same, and what {@code more} shows besides, after all else. */
    public ContextSnapshot with(ContextCarrier.Carried more) {
        return new ContextSnapshot(
                attachments, request, method, peer, values, carried.with(requireNonNull(more, "more")));
    }

    private static @Nullable Map<String, Object> copy(@Nullable Map<String, Object> map) {
        return map == null ? null : new HashMap<>(map);
    }

    Runnable wrap(Runnable task) {
        return () -> {
            Scope scope = enter();
            try {
                task.run();
            } finally {
                scope.leave();
            }
        };
    }

    <T> Callable<T> wrap(Callable<T> task) {
        return () -> {
            Scope scope = enter();
            try {
                return task.call();
            } finally {
                scope.leave();
            }
        };
    }

    /** Replaces the calling thread's context until {@link Scope#leave}. */
    Scope enter() {
        RpcContext inner = new RpcContext();
        inner.attachments().restore(attachments.copy());
        inner.request = request;
        inner.borrowed = request != null;
        inner.method = method;
        inner.peer = peer;
        inner.values(copy(values));
        RpcContext outer = RpcContext.replace(inner);
        return new Scope(inner, outer, carried.show());
    }

    /** One time that a snapshot is shown on one thread. */
    static final class Scope {
        private final RpcContext inner;
        private final RpcContext outer;
        private final Luggage.Shown shown;

        private Scope(RpcContext inner, RpcContext outer, Luggage.Shown shown) {
            this.inner = inner;
            this.outer = outer;
            this.shown = shown;
        }

        /** The context that is shown. */
        RpcContext context() {
            return inner;
        }

        /** Brings back what the thread had. */
        void leave() {
            shown.hide();
            RpcContext.replace(outer);
        }
    }
}
