// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The engine's door to the package-private state of {@link RpcContext}. Not for applications: it may change at any time.
 *
 * <p>All methods act on the calling thread's context unless they say otherwise; the context is passed in so that a call
 * looks it up once.
 */
public final class InternalRpcContext {
    /** Slots whose thread took a future at least once; weak, so that a dead thread's slot goes with it. */
    private static final Set<FutureSlot> TAKERS =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private InternalRpcContext() {}

    /** How {@link RpcContext#asyncCall} wants the next call to be made. */
    public enum Style {
        ASYNC,
        ONEWAY
    }

    /** One request while it is served. Confined to its worker thread, except for the answer of {@link #answer()}. */
    public static final class Request {
        private final Method method;
        private final Peer peer;
        private final @Nullable String remoteApplication;
        private final Map<String, Object> attachments;
        private @Nullable PendingAnswer pending;

        /** {@code attachments} without Dubbo's reserved keys. */
        public Request(Method method, Peer peer, @Nullable String remoteApplication, Map<String, Object> attachments) {
            this.method = method;
            this.peer = peer;
            this.remoteApplication = remoteApplication;
            this.attachments = attachments;
        }

        @Nullable
        String remoteApplication() {
            return remoteApplication;
        }

        Method method() {
            return method;
        }

        Peer peer() {
            return peer;
        }

        Map<String, Object> attachments() {
            return attachments;
        }

        AsyncContext startAsync() {
            if (pending == null) {
                pending = new PendingAnswer(this, RpcContext.getServerContext());
            }
            return pending;
        }

        boolean isAsyncStarted() {
            return pending != null;
        }

        /**
         * The answer that a service promised with {@link RpcContext#startAsync()}; null if it did not. Cancelling it
         * takes the right to answer away.
         */
        public @Nullable CompletableFuture<@Nullable Object> answer() {
            return pending == null ? null : pending.answer();
        }

        /** What the service has set for its reply, once the answer is there; null if nothing. */
        public @Nullable Map<String, Object> answerAttachments() {
            return pending == null ? null : pending.takeReplyAttachments();
        }
    }

    /** Forgets the last call's future. To be called before every call. */
    public static void beginCall(RpcContext context) {
        context.lastFuture().clear();
    }

    /** Takes the style that {@code asyncCall} set; null if the settings decide. */
    public static @Nullable Style takeStyle(RpcContext context) {
        Style style = context.nextStyle;
        if (style != null) {
            context.nextStyle = null;
        }
        return style;
    }

    /** Takes the attachments for a call: what was set, and what a served request passes on. Null if there are none. */
    public static @Nullable Map<String, Object> takeAttachments(RpcContext context) {
        return context.attachments().takeForCall();
    }

    /** Makes {@code future} the answer of {@link RpcContext#getFuture()}. */
    public static void publish(RpcContext context, ResponseFuture<?> future) {
        context.lastFuture().publish(future);
    }

    /** Records who was called; ignored while a request is served, whose peer is its consumer. */
    public static void called(RpcContext context, Method method, Peer peer) {
        if (context.request == null) {
            context.method = method;
            context.peer = peer;
        }
    }

    /** Shows the attachments of a synchronous call's reply. */
    public static void replied(RpcContext context, Map<String, Object> attachments) {
        context.receiveReply(attachments);
    }

    /** Runs a task that serves a request on a thread that has a call of its own under way: neither sees the other's context. */
    public static void apart(Runnable task) {
        RpcContext.apart(task);
    }

    /** Starts serving a request on this thread: nothing of an earlier call or request is visible. */
    public static void enter(RpcContext context, Request request) {
        leave(context);
        context.request = request;
        context.method = request.method();
        context.peer = request.peer();
        context.attachments().receive(request.attachments());
    }

    /** Ends serving a request on this thread. */
    public static void leave(RpcContext context) {
        context.lastFuture().clear();
        context.attachments().clear();
        context.showServerContext(null);
        context.nextStyle = null;
        context.request = null;
        context.method = null;
        context.peer = null;
    }

    /** What the service on this thread has set for its reply; null if nothing. */
    public static @Nullable Map<String, Object> takeReplyAttachments(RpcContext context) {
        return context.takeReplyAttachments();
    }

    /** Lets go of futures that were taken and are done. Called about once a second, by any thread. */
    public static void releaseTakenFutures() {
        List<FutureSlot> slots;
        synchronized (TAKERS) {
            slots = new ArrayList<>(TAKERS);
        }
        long now = System.nanoTime();
        for (FutureSlot slot : slots) {
            slot.release(now);
        }
    }

    static void register(FutureSlot slot) {
        TAKERS.add(slot);
    }
}
