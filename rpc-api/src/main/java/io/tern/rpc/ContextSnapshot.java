// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the context of a thread held at one moment, to be shown on other threads. Immutable and opaque: applications use
 * {@link RpcContext#wrap(Runnable)}, and the engine passes it from a call to its callbacks.
 *
 * <p>The future of the last call, settings for the next one and the attachments of replies are not part of it.
 */
public final class ContextSnapshot {
    /** Of a context in which there is nothing. */
    public static final ContextSnapshot NOTHING =
            new ContextSnapshot(AttachmentSlots.Saved.NOTHING, null, null, null, null, List.of());

    private static final Logger log = LoggerFactory.getLogger(ContextSnapshot.class);

    private final AttachmentSlots.Saved attachments;
    private final InternalRpcContext.@Nullable Request request;
    private final @Nullable Method method;
    private final @Nullable Peer peer;
    private final @Nullable Map<String, Object> values;
    private final List<ContextCarrier.Carried> carried;

    private ContextSnapshot(
            AttachmentSlots.Saved attachments,
            InternalRpcContext.@Nullable Request request,
            @Nullable Method method,
            @Nullable Peer peer,
            @Nullable Map<String, Object> values,
            List<ContextCarrier.Carried> carried) {
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
                InternalRpcContext.capture());
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
        List<ContextCarrier.Carried> carried = InternalRpcContext.capture();
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
        return new Scope(inner, outer, show());
    }

    private List<Runnable> show() {
        if (carried.isEmpty()) {
            return List.of();
        }
        List<Runnable> undo = new ArrayList<>(carried.size());
        for (ContextCarrier.Carried each : carried) {
            try {
                undo.add(each.show());
            } catch (RuntimeException | LinkageError e) {
                log.warn("{} could not show what it carries", each.getClass().getName(), e);
            }
        }
        return undo;
    }

    /** One time that a snapshot is shown on one thread. */
    static final class Scope {
        private final RpcContext inner;
        private final RpcContext outer;
        private final List<Runnable> undo;

        private Scope(RpcContext inner, RpcContext outer, List<Runnable> undo) {
            this.inner = inner;
            this.outer = outer;
            this.undo = undo;
        }

        /** The context that is shown. */
        RpcContext context() {
            return inner;
        }

        /** Brings back what the thread had. */
        void leave() {
            for (int i = undo.size() - 1; i >= 0; i--) {
                try {
                    undo.get(i).run();
                } catch (RuntimeException | LinkageError e) {
                    log.warn(
                            "{} could not bring back what it found",
                            undo.get(i).getClass().getName(),
                            e);
                }
            }
            RpcContext.replace(outer);
        }
    }
}
