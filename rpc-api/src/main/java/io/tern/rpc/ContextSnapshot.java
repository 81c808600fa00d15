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
            new ContextSnapshot(new Attachments(null, null, null), null, null, null, null, List.of());

    private static final Logger log = LoggerFactory.getLogger(ContextSnapshot.class);

    private final Attachments attachments;
    private final InternalRpcContext.@Nullable Request request;
    private final @Nullable Method method;
    private final @Nullable Peer peer;
    private final @Nullable Map<String, Object> values;
    private final List<ContextCarrier.Carried> carried;

    /**
     * Attachments of the three kinds that {@link AttachmentSlots} has; nobody changes the maps any more.
     *
     * @param set go with the next call
     * @param shown can be read and are not sent
     * @param received go with every call
     */
    private record Attachments(
            @Nullable Map<String, Object> set,
            @Nullable Map<String, Object> shown,
            @Nullable Map<String, Object> received) {
        boolean areNone() {
            return set == null && shown == null && received == null;
        }
    }

    private ContextSnapshot(
            Attachments attachments,
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
        AttachmentSlots slots = context.attachments();
        return new ContextSnapshot(
                new Attachments(copy(slots.set()), slots.shown(), slots.received()),
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
        AttachmentSlots slots = context.attachments();
        Attachments attachments = new Attachments(null, sent, slots.received());
        InternalRpcContext.Request request = context.request;
        List<ContextCarrier.Carried> carried = InternalRpcContext.capture();
        if (attachments.areNone() && request == null && context.values() == null && carried.isEmpty()) {
            return null;
        }
        Method seen = request == null ? method : context.method;
        return new ContextSnapshot(
                attachments, request, seen, request == null ? null : context.peer, copy(context.values()), carried);
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
        inner.attachments().show(attachments.set, attachments.shown, attachments.received);
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
