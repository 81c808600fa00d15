// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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
 * <p>The last call's future: one slot, cleared before every call, so that a failed call can never show the answer of an
 * earlier one. After {@link #getFuture()} was called and the call has ended, the slot keeps the future for about a second
 * and from then on only as long as somebody else does, so that an idle thread never holds on to a large result.
 */
public final class RpcContext {
    private static final ThreadLocal<RpcContext> CURRENT = ThreadLocal.withInitial(RpcContext::new);

    private final AttachmentSlots attachments = new AttachmentSlots();
    private final FutureSlot lastFuture = new FutureSlot();
    private @Nullable RpcContext serverContext;

    /** The next call's style, set by {@code asyncCall}; taken by the first call. */
    InternalRpcContext.@Nullable Style nextStyle;
    /** What was called last, or what is served now. */
    @Nullable
    Method method;
    /** Who was called last, or who is served now. */
    @Nullable
    Peer peer;
    /** The request being served on this thread; null on a consumer's thread. */
    InternalRpcContext.@Nullable Request request;
    /** What an {@link AsyncContext} put aside on this thread. */
    PendingAnswer.@Nullable Displaced displaced;

    private RpcContext() {}

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
     * @return the same object until the next call; null after a synchronous or one-way call, and if the last call failed
     *     before it was sent. Null is not declared: callers know how their method is configured
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

    /**
     * Lets the service method that runs now answer later, from any thread.
     *
     * @throws IllegalStateException outside a request
     */
    public static AsyncContext startAsync() {
        InternalRpcContext.Request request = CURRENT.get().request;
        if (request == null) {
            throw new IllegalStateException(
                    "startAsync() works only in a service method, on the thread that serves the request");
        }
        return request.startAsync();
    }

    /** Whether {@link #startAsync()} was called for the request that this thread serves. */
    public static boolean isAsyncStarted() {
        InternalRpcContext.Request request = CURRENT.get().request;
        return request != null && request.isAsyncStarted();
    }

    /** True after a call was made and outside a request. */
    public boolean isConsumerSide() {
        return request == null && peer != null;
    }

    /** True while a request is served. */
    public boolean isProviderSide() {
        return request != null;
    }

    /** Dubbo's other name of {@link #isConsumerSide()}. */
    public boolean isClientSide() {
        return isConsumerSide();
    }

    /** Dubbo's other name of {@link #isProviderSide()}. */
    public boolean isServerSide() {
        return isProviderSide();
    }

    /** The consumer while a request is served, otherwise the provider of the last call; null if there is neither. */
    public @Nullable InetSocketAddress getRemoteAddress() {
        return peer == null ? null : peer.remoteAddress();
    }

    /** The host of {@link #getRemoteAddress()} as a number; null if there is none. */
    public @Nullable String getRemoteHost() {
        return host(getRemoteAddress());
    }

    /** The port of {@link #getRemoteAddress()}; 0 if there is none. */
    public int getRemotePort() {
        InetSocketAddress address = getRemoteAddress();
        return address == null ? 0 : address.getPort();
    }

    /** {@link #getRemoteAddress()} as {@code host:port}; null if there is none. */
    public @Nullable String getRemoteAddressString() {
        InetSocketAddress address = getRemoteAddress();
        return address == null ? null : host(address) + ":" + address.getPort();
    }

    /** This end of the connection; null if there is none. */
    public @Nullable InetSocketAddress getLocalAddress() {
        return peer == null ? null : peer.localAddress();
    }

    /** The host of {@link #getLocalAddress()} as a number; null if there is none. */
    public @Nullable String getLocalHost() {
        return host(getLocalAddress());
    }

    /** The port of {@link #getLocalAddress()}; 0 if there is none. */
    public int getLocalPort() {
        InetSocketAddress address = getLocalAddress();
        return address == null ? 0 : address.getPort();
    }

    /** {@link #getLocalAddress()} as {@code host:port}; null if there is none. */
    public @Nullable String getLocalAddressString() {
        InetSocketAddress address = getLocalAddress();
        return address == null ? null : host(address) + ":" + address.getPort();
    }

    /** The consumer's application name while a request is served; null if it did not say (Dubbo 2.6 does not). */
    public @Nullable String getRemoteApplicationName() {
        return request == null ? null : request.remoteApplication();
    }

    /** The method that is served, otherwise the one called last; null if there is neither. */
    public @Nullable String getMethodName() {
        return method == null ? null : method.getName();
    }

    /** The declared parameter types of {@link #getMethodName()}; null if there is none. */
    public Class<?> @Nullable [] getParameterTypes() {
        return method == null ? null : method.getParameterTypes();
    }

    /** A text to send; null removes the key. */
    public RpcContext setAttachment(String key, @Nullable String value) {
        attachments.put(key, value);
        return this;
    }

    /** As {@link #setObjectAttachment}. */
    public RpcContext setAttachment(String key, @Nullable Object value) {
        attachments.put(key, value);
        return this;
    }

    /** Texts to send, besides those that are set already. */
    public RpcContext setAttachments(Map<String, String> texts) {
        texts.forEach(attachments::put);
        return this;
    }

    /** A value to send; Dubbo 2.6 peers understand text only. Null removes the key. */
    public RpcContext setObjectAttachment(String key, @Nullable Object value) {
        attachments.put(key, value);
        return this;
    }

    /** A text that was set or received; other values as text. Null if there is none. */
    public @Nullable String getAttachment(String key) {
        Object value = attachments.get(key);
        return value == null ? null : String.valueOf(value);
    }

    /** A value that was set or received; null if there is none. */
    public @Nullable Object getObjectAttachment(String key) {
        return attachments.get(key);
    }

    /** Removes a key from what was set and from what was received. */
    public RpcContext removeAttachment(String key) {
        attachments.remove(key);
        return this;
    }

    /** What was set and received, values as text. Not modifiable; never null. */
    public Map<String, String> getAttachments() {
        Map<String, String> texts = new LinkedHashMap<>();
        attachments.view().forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return Collections.unmodifiableMap(texts);
    }

    /** What was set and received. Not modifiable; never null. */
    public Map<String, Object> getObjectAttachments() {
        return Collections.unmodifiableMap(attachments.view());
    }

    /** Forgets what was set and what was received. */
    public RpcContext clearAttachments() {
        attachments.clear();
        return this;
    }

    /** Runs {@code task} on this thread as if on another one: with a context of its own. */
    static void apart(Runnable task) {
        RpcContext own = CURRENT.get();
        CURRENT.set(new RpcContext());
        try {
            task.run();
        } finally {
            CURRENT.set(own);
        }
    }

    AttachmentSlots attachments() {
        return attachments;
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
            reply.attachments.receive(replyAttachments);
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
            getServerContext().attachments.receive(replyAttachments);
        } else if (serverContext != null) {
            serverContext.attachments.receive(null);
        }
    }

    /** Takes what the provider has set for its reply; null if nothing. */
    @Nullable
    Map<String, Object> takeReplyAttachments() {
        return serverContext == null ? null : serverContext.attachments.takeSet();
    }

    private static @Nullable String host(@Nullable InetSocketAddress address) {
        if (address == null) {
            return null;
        }
        return address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }
}
