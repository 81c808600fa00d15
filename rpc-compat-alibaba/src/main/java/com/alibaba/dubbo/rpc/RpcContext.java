// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.alibaba.dubbo.rpc;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The thread's context under its name in Dubbo 2.6: the same one as {@link io.tern.rpc.RpcContext#getContext()}, except that its
 * futures follow the rules of 2.6. Both may be used side by side.
 *
 * <p>What a synchronous call throws is an {@link io.tern.rpc.RpcException}.
 */
public final class RpcContext {
    private final io.tern.rpc.RpcContext context;

    private RpcContext(io.tern.rpc.RpcContext context) {
        this.context = context;
    }

    /** The calling thread's context. */
    public static RpcContext getContext() {
        return new RpcContext(io.tern.rpc.RpcContext.getContext());
    }

    /** The attachments of replies: written by a provider while it serves, read by a consumer after a call. */
    public static RpcContext getServerContext() {
        return new RpcContext(io.tern.rpc.RpcContext.getServerContext());
    }

    /** Forgets everything about the calling thread. */
    public static void removeContext() {
        io.tern.rpc.RpcContext.removeContext();
    }

    /** Forgets the attachments of replies of the calling thread. */
    public static void removeServerContext() {
        io.tern.rpc.RpcContext.removeServerContext();
    }

    /**
     * The future of the last call that this thread made, if that call was asynchronous; otherwise null.
     *
     * <p>Its {@code get} throws an unchecked {@link RpcException} with the service's own exception as cause; an {@link
     * java.util.concurrent.ExecutionException} whose cause is an {@link io.tern.rpc.RpcException} if the call failed on its way;
     * and an {@link RpcException} if the thread is interrupted, which stays marked so. Cancelling does nothing and returns false.
     */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // as in Tern's context: callers know their method
    public <T> Future<T> getFuture() {
        CompletableFuture<T> call = context.getFuture();
        return call == null ? null : new OldFuture<>(call);
    }

    /** Makes the first call inside {@code call} asynchronous; its future as by {@link #getFuture}. */
    public <T> Future<T> asyncCall(Callable<T> call) {
        return new OldFuture<>(context.asyncCall(call));
    }

    /** Makes the first call inside {@code call} one-way. */
    public void asyncCall(Runnable call) {
        context.asyncCall(call);
    }

    /** The method that is served, otherwise the one called last; null if there is neither. */
    public @Nullable String getMethodName() {
        return context.getMethodName();
    }

    /** The other end's host as a number; null if there is none. */
    public @Nullable String getRemoteHost() {
        return context.getRemoteHost();
    }

    /** The other end's host by its name if that is known already, which is never looked up; else as a number. Null if there is none. */
    public @Nullable String getRemoteHostName() {
        return context.getRemoteHostName();
    }

    /** The other end's port; 0 if there is none. */
    public int getRemotePort() {
        return context.getRemotePort();
    }

    /** The other end; null if there is none. */
    public @Nullable InetSocketAddress getRemoteAddress() {
        return context.getRemoteAddress();
    }

    /** The other end as {@code host:port}; null if there is none. */
    public @Nullable String getRemoteAddressString() {
        return context.getRemoteAddressString();
    }

    /** This end's host as a number; null if there is none. */
    public @Nullable String getLocalHost() {
        return context.getLocalHost();
    }

    /** This end's host by its name if that is known already, which is never looked up; else as a number. Null if there is none. */
    public @Nullable String getLocalHostName() {
        return context.getLocalHostName();
    }

    /** This end's port; 0 if there is none. */
    public int getLocalPort() {
        return context.getLocalPort();
    }

    /** This end; null if there is none. */
    public @Nullable InetSocketAddress getLocalAddress() {
        return context.getLocalAddress();
    }

    /** This end as {@code host:port}; null if there is none. */
    public @Nullable String getLocalAddressString() {
        return context.getLocalAddressString();
    }

    /** True while a request is served. */
    public boolean isProviderSide() {
        return context.isProviderSide();
    }

    /** True after a call was made and outside a request. */
    public boolean isConsumerSide() {
        return context.isConsumerSide();
    }

    /** The same as {@link #isProviderSide}. */
    public boolean isServerSide() {
        return context.isServerSide();
    }

    /** The same as {@link #isConsumerSide}. */
    public boolean isClientSide() {
        return context.isClientSide();
    }

    /** The declared parameter types of {@link #getMethodName()}; null if there is none. */
    public Class<?> @Nullable [] getParameterTypes() {
        return context.getParameterTypes();
    }

    /** A text that was set or received; null if there is none. */
    public @Nullable String getAttachment(String key) {
        return context.getAttachment(key);
    }

    /** A text to send; null removes the key. */
    public RpcContext setAttachment(String key, @Nullable String value) {
        context.setAttachment(key, value);
        return this;
    }

    /** Removes a key from what was set and from what was received. */
    public RpcContext removeAttachment(String key) {
        context.removeAttachment(key);
        return this;
    }

    /** What was set and received. Not modifiable. */
    public Map<String, String> getAttachments() {
        return context.getAttachments();
    }

    /** Texts to send, in place of all that was set and received. Null for none. */
    public RpcContext setAttachments(@Nullable Map<String, String> texts) {
        Map<String, String> kept = texts == null ? Map.of() : new HashMap<>(texts);
        context.clearAttachments();
        context.setAttachments(kept);
        return this;
    }

    /** Forgets what was set and what was received. */
    public void clearAttachments() {
        context.clearAttachments();
    }

    /** All that {@link #set} keeps. Not modifiable. */
    public Map<String, Object> get() {
        return context.get();
    }

    /** What {@link #set} keeps; null if nothing. */
    public @Nullable Object get(String key) {
        return context.get(key);
    }

    /** Keeps a value for code on this thread; it is never sent. Null removes it. */
    public RpcContext set(String key, @Nullable Object value) {
        context.set(key, value);
        return this;
    }

    /** Forgets what {@link #set} keeps under the key. */
    public RpcContext remove(String key) {
        context.remove(key);
        return this;
    }
}
