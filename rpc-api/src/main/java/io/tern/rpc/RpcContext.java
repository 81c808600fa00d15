// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to the calls of one thread: attachments to send, the future of the last asynchronous call, and, while a
 * request is served, what is known about it.
 *
 * <p>Every thread has its own; an instance must not be handed to another thread. There are two of them per thread: the
 * one of {@link #getContext()}, whose attachments travel with requests, and the one of {@link #getServerContext()}, whose
 * attachments travel with replies. In both, {@code setAttachment} writes what goes out, and {@code getAttachment} also
 * sees what came in.
 *
 * <p>What is set goes with the next call only. What a provider received is passed on with every call that it makes on
 * the same thread while it serves the request. Names that Dubbo reserves ({@code path}, {@code version}, {@code token}, …)
 * are written by the engine last and are not shown to services.
 *
 * <p>Threads that a request's work is handed to see none of it unless they are told: {@link #wrap(Runnable)} and its likes
 * carry attachments, the facts of the request, the deadline of its consumer and values. Callbacks of an asynchronous call
 * see what was there when that call was made, and what it sent; what they set goes with calls of their own only.
 *
 * <p>The last call's future: one slot, cleared before every call, so that a failed call can never show the answer of an
 * earlier one. After {@link #getFuture()} was called and the call has ended, the slot keeps the future for about a second
 * and from then on only as long as somebody else does, so that an idle thread never holds on to a large result.
 */
public final class RpcContext extends ContextData {
    private static final ThreadLocal<RpcContext> CURRENT = ThreadLocal.withInitial(RpcContext::new);

    private final FutureSlot lastFuture = new FutureSlot();
    private @Nullable RpcContext serverContext;

    /** The next call's style, set by {@code asyncCall}; taken by the first call. */
    InternalRpcContext.@Nullable Style nextStyle;
    /** Settings of the next call; taken by it. */
    @Nullable
    NextCall nextCall;
    /** What an {@link AsyncContext} put aside on this thread. */
    PendingAnswer.@Nullable Displaced displaced;

    RpcContext() {}

    /** The calling thread's context. Never null. */
    public static RpcContext getContext() {
        return CURRENT.get();
    }

    /** The attachments of replies: written by a provider while it serves, read by a consumer after a call. Never null. */
    public static RpcContext getServerContext() {
        RpcContext context = CURRENT.get();
        RpcContext server = context.serverContext;
        if (server == null) {
            server = new RpcContext();
            context.serverContext = server;
        }
        return server;
    }

    /** Forgets everything about the calling thread, including the future and the attachments of replies. */
    public static void removeContext() {
        CURRENT.remove();
    }

    /** Forgets the attachments of replies of the calling thread. */
    public static void removeServerContext() {
        CURRENT.get().serverContext = null;
    }

    /** Dubbo 3's name of {@link #removeContext()}. */
    public static void removeServiceContext() {
        removeContext();
    }

    /** Forgets the attachments of requests of the calling thread, as Dubbo 3 calls it on a consumer. */
    public static void removeClientAttachment() {
        getContext().clearAttachments();
    }

    /** Forgets the attachments of requests of the calling thread, as Dubbo 3 calls it on a provider. */
    public static void removeServerAttachment() {
        getContext().clearAttachments();
    }

    /** Dubbo 3's name of {@link #removeServerContext()} on a consumer. */
    public static void removeClientResponseContext() {
        removeServerContext();
    }

    /** Dubbo 3's name of {@link #removeServerContext()} on a provider. */
    public static void removeServerResponseContext() {
        removeServerContext();
    }

    /** Dubbo 3's name of {@link #getContext()}, for the future, {@code asyncCall} and the facts of a call. */
    public static RpcContext getServiceContext() {
        return getContext();
    }

    /** Dubbo 3's name of {@link #getContext()}. */
    public static RpcContext getClientAttachment() {
        return getContext();
    }

    /** Dubbo 3's name of {@link #getContext()} on a provider. */
    public static RpcContext getServerAttachment() {
        return getContext();
    }

    /** Dubbo 3's name of {@link #getServerContext()} on a consumer. */
    public static RpcContext getClientResponseContext() {
        return getServerContext();
    }

    /** Dubbo 3's name of {@link #getServerContext()} on a provider. */
    public static RpcContext getServerResponseContext() {
        return getServerContext();
    }

    /**
     * The future of the last call that this thread made, if that call was asynchronous.
     *
     * @return the same object until the next call; null after a synchronous or one-way call, unless the parameter {@code
     *     future.sync.set} of the call says otherwise, and if the last call failed before it was sent. Null is not declared:
     *     callers know how their method is configured
     */
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    public <T> CompletableFuture<T> getFuture() {
        return (CompletableFuture<T>) lastFuture.take();
    }

    /** The same as {@link #getFuture()}. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public <T> CompletableFuture<T> getCompletableFuture() {
        return getFuture();
    }

    /**
     * Makes the first call inside {@code call} asynchronous, whatever its settings say.
     *
     * @return the future of that call, with the provider's value also for primitive types; if nothing was called, a
     *     future of what {@code call} returned or threw. Never null
     */
    @SuppressWarnings({"unchecked", "FutureReturnValueIgnored"})
    public <T> CompletableFuture<T> asyncCall(Callable<T> call) {
        requireNonNull(call, "call");
        lastFuture.clear();
        nextStyle = InternalRpcContext.Style.ASYNC;
        try {
            T value = call.call();
            CompletableFuture<T> published = (CompletableFuture<T>) lastFuture.take();
            return published == null ? CompletableFuture.completedFuture(value) : published;
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            nextStyle = null;
        }
    }

    /**
     * Makes the first call inside {@code call} one-way: nobody waits for a reply and there is no future.
     *
     * @throws RpcException if the request cannot be sent
     */
    public void asyncCall(Runnable call) {
        requireNonNull(call, "call");
        nextStyle = InternalRpcContext.Style.ONEWAY;
        try {
            call.run();
        } finally {
            nextStyle = null;
        }
    }

    /** Settings for the next call of the calling thread, and for no other. The same object until that call. Never null. */
    public static NextCall nextCall() {
        RpcContext context = CURRENT.get();
        NextCall next = context.nextCall;
        if (next == null) {
            next = new NextCall(context);
            context.nextCall = next;
        }
        return next;
    }

    /**
     * The task with the context that the calling thread has now: attachments, the facts of the request that is served and
     * the deadline of its consumer, values, and what {@link ContextCarrier}s carry. It hides the context of the thread that
     * runs it, which comes back when the task ends, and can run any number of times.
     *
     * <p>What was set but not sent yet goes with the first call of each run. Not carried: the future of the last call,
     * {@link #nextCall()}, and the right to answer the request or to write attachments for its reply.
     */
    public static Runnable wrap(Runnable task) {
        return ContextSnapshot.ofThread().wrap(requireNonNull(task, "task"));
    }

    /** As {@link #wrap(Runnable)}. */
    public static <T> Callable<T> wrap(Callable<T> task) {
        return ContextSnapshot.ofThread().wrap(requireNonNull(task, "task"));
    }

    /** An executor that runs each task as {@link #wrap(Runnable)} does, with the context of whoever hands it over. */
    public static Executor wrap(Executor executor) {
        requireNonNull(executor, "executor");
        return task -> executor.execute(wrap(task));
    }

    /** As {@link #wrap(Executor)}; tasks are wrapped once, all else is passed on. */
    public static ExecutorService wrap(ExecutorService executor) {
        return new CarryingExecutor(requireNonNull(executor, "executor"));
    }

    /**
     * Lets the service method that runs now answer later, from any thread.
     *
     * @throws IllegalStateException outside a request, and on other threads than the one that serves it
     */
    public static AsyncContext startAsync() {
        RpcContext context = CURRENT.get();
        InternalRpcContext.Request request = context.request;
        if (request == null || context.borrowed) {
            throw new IllegalStateException(
                    "startAsync() works only in a service method, on the thread that serves the request");
        }
        return request.startAsync();
    }

    /** Whether {@link #startAsync()} was called for the request that this thread serves. */
    public static boolean isAsyncStarted() {
        return started() != null;
    }

    /** What {@link #startAsync()} returned; null if it was not called for the request that this thread serves. */
    public @Nullable AsyncContext getAsyncContext() {
        return started();
    }

    /** As {@link AsyncContext#stop()}; false if nothing was started. */
    public boolean stopAsync() {
        AsyncContext started = started();
        return started != null && started.stop();
    }

    private static @Nullable AsyncContext started() {
        RpcContext context = CURRENT.get();
        return context.request == null || context.borrowed ? null : context.request.started();
    }

    /** Makes another context the calling thread's; returns the one before. */
    static RpcContext replace(RpcContext context) {
        RpcContext before = CURRENT.get();
        CURRENT.set(context);
        return before;
    }

    /** Whether it is as a new one, so that it need not be hidden. */
    boolean isBlank() {
        return request == null
                && method == null
                && peer == null
                && attachments().areEmpty()
                && serverContext == null
                && values() == null
                && nextStyle == null
                && nextCall == null
                && displaced == null
                && lastFuture.isClear();
    }

    /** Runs {@code task} on this thread as if on another one: with a context of its own. */
    static void apart(Runnable task) {
        RpcContext own = replace(new RpcContext());
        try {
            task.run();
        } finally {
            replace(own);
        }
    }

    /** Makes it as a new one. */
    void reset() {
        lastFuture.clear();
        attachments().clear();
        serverContext = null;
        values(null);
        nextStyle = null;
        nextCall = null;
        if (displaced != null) {
            displaced.shown().hide();
        }
        displaced = null;
        request = null;
        borrowed = false;
        method = null;
        peer = null;
    }

    FutureSlot lastFuture() {
        return lastFuture;
    }

    /** Shows a reply's attachments while its future completes; returns what {@link #showServerContext} must put back. */
    @Nullable
    RpcContext enterReply(Map<String, Object> replyAttachments) {
        RpcContext outer = serverContext;
        if (replyAttachments.isEmpty()) {
            serverContext = null;
        } else {
            RpcContext reply = new RpcContext();
            reply.attachments().receive(replyAttachments);
            serverContext = reply;
        }
        return outer;
    }

    @Nullable
    RpcContext leaveServerContext() {
        RpcContext left = serverContext;
        serverContext = null;
        return left;
    }

    void showServerContext(@Nullable RpcContext shown) {
        serverContext = shown;
    }

    /** Shows a reply's attachments until the next call; what a provider has set for its own reply stays. */
    void receiveReply(Map<String, Object> replyAttachments) {
        if (!replyAttachments.isEmpty()) {
            getServerContext().attachments().receive(replyAttachments);
        } else if (serverContext != null) {
            serverContext.attachments().receive(null);
        }
    }

    /** Takes what the provider has set for its reply; null if nothing. */
    @Nullable
    Map<String, Object> takeReplyAttachments() {
        return serverContext == null ? null : serverContext.attachments().takeSet();
    }
}
