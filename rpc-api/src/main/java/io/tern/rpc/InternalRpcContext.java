// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger log = LoggerFactory.getLogger(InternalRpcContext.class);

    /** Found on the class path, for the whole process; as a rule there is none. */
    private static final List<ContextCarrier> FOUND = found();

    /** Of running instances; several may have given an equal one. Guarded by itself. */
    private static final List<ContextCarrier> GIVEN = new ArrayList<>();

    /** Both, each once; replaced and never changed. */
    private static volatile ContextCarrier[] carriers = FOUND.toArray(new ContextCarrier[0]);

    private InternalRpcContext() {}

    /** How {@link RpcContext#asyncCall} wants the next call to be made. */
    public enum Style {
        ASYNC,
        ONEWAY
    }

    /**
     * One request while it is served. Its facts never change and are read by any thread that works for it; the right to
     * answer is confined to its worker thread, except for the answer of {@link #answer()}.
     */
    public static final class Request {
        private final Method method;
        private final Peer peer;
        private final @Nullable String remoteApplication;
        private final Map<String, Object> attachments;
        private final long deadlineNanos;
        private final boolean countsDown;
        /** Null if nobody waits, or nobody said how long. */
        private final @Nullable LongSupplier clock;

        private @Nullable PendingAnswer pending;

        /** One without a deadline; {@code attachments} without Dubbo's reserved keys. */
        public Request(Method method, Peer peer, @Nullable String remoteApplication, Map<String, Object> attachments) {
            this(method, peer, remoteApplication, attachments, 0, false, null);
        }

        /**
         * One whose consumer said how long it waits.
         *
         * @param attachments without Dubbo's reserved keys
         * @param deadlineNanos when the consumer gives up, on the clock
         * @param countsDown whether the consumer wants those who are called for it to be told what is left
         * @param clock nanoseconds from an arbitrary origin; null if nobody waits: then the two before mean nothing
         */
        public Request(
                Method method,
                Peer peer,
                @Nullable String remoteApplication,
                Map<String, Object> attachments,
                long deadlineNanos,
                boolean countsDown,
                @Nullable LongSupplier clock) {
            this.method = method;
            this.peer = peer;
            this.remoteApplication = remoteApplication;
            this.attachments = attachments;
            this.deadlineNanos = deadlineNanos;
            this.countsDown = countsDown;
            this.clock = clock;
        }

        /** Whether it is known how long the consumer waits. */
        public boolean isAwaited() {
            return clock != null;
        }

        /** When the consumer gives up, if it {@link #isAwaited}. */
        public long deadlineNanos() {
            return deadlineNanos;
        }

        /** Whether calls made for this request say what is left. */
        public boolean countsDown() {
            return countsDown;
        }

        /** How long the consumer still waits, if it {@link #isAwaited}; negative if it has given up. */
        long leftNanos() {
            return clock == null ? 0 : deadlineNanos - clock.getAsLong();
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

        @Nullable
        AsyncContext started() {
            return pending;
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

    /** Looks for carriers, unless that was done: reading the class path is for the start, not for the first call. */
    public static void prepare() {
        log.debug("Carriers of contexts: {}", carriers.length);
    }

    /** Lets a carrier take part until {@link #remove}, which is to be called as often; equal ones count as one. */
    public static void add(ContextCarrier carrier) {
        synchronized (GIVEN) {
            GIVEN.add(carrier);
            join();
        }
    }

    /** Lets a carrier go, unless another instance has given an equal one. */
    public static void remove(ContextCarrier carrier) {
        synchronized (GIVEN) {
            GIVEN.remove(carrier);
            join();
        }
    }

    private static void join() {
        Set<ContextCarrier> all = new LinkedHashSet<>(FOUND);
        all.addAll(GIVEN);
        carriers = all.toArray(new ContextCarrier[0]);
    }

    /** Not to be changed. */
    static ContextCarrier[] carriers() {
        return carriers;
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

    /**
     * Whether the next call may have something of its own besides attachments: settings, the deadline of a request, or
     * what its callbacks are to see.
     */
    public static boolean isSpecial(RpcContext context) {
        return context.request != null || context.nextCall != null || context.values() != null || carriers.length != 0;
    }

    /** Takes the settings of the next call; null if there are none. */
    public static @Nullable NextCall takeNextCall(RpcContext context) {
        NextCall next = context.nextCall;
        if (next != null) {
            context.nextCall = null;
            next.use();
        }
        return next;
    }

    /** The limit of an attempt; 0: as configured. */
    public static long timeoutNanos(NextCall next) {
        return next.timeoutNanos();
    }

    /** Further attempts; negative: as configured. */
    public static int retries(NextCall next) {
        return next.retries();
    }

    /** The only provider that may get the call; null: any. */
    public static @Nullable String address(NextCall next) {
        return next.address();
    }

    /** The request that is served, here or on the thread from which the context came; null if there is none. */
    public static @Nullable Request served(RpcContext context) {
        return context.request;
    }

    /**
     * What callbacks of a call that is made now are to see; null if nothing.
     *
     * @param method what is called
     * @param sent what {@link #takeAttachments} returned, not to be changed any more
     */
    public static @Nullable ContextSnapshot forCallbacks(
            RpcContext context, Method method, @Nullable Map<String, Object> sent) {
        return ContextSnapshot.ofCall(context, method, sent);
    }

    private static List<ContextCarrier> found() {
        List<ContextCarrier> found = new ArrayList<>();
        Iterator<ContextCarrier> loaded = ServiceLoader.load(
                        ContextCarrier.class, ContextCarrier.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!loaded.hasNext()) {
                    return List.copyOf(found);
                }
                found.add(loaded.next());
            } catch (ServiceConfigurationError e) {
                // One that cannot be made must not take calls away from the whole process.
                log.error("A {} cannot be used; what it should carry stays behind", ContextCarrier.class.getName(), e);
            }
        }
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
        context.reset();
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
