// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The part of {@link RpcContext} that only the engine writes: who is called or served, and until when. */
abstract sealed class ContextFacts permits ContextData {
    /** What was called last, or what is served now. */
    @Nullable
    Method method;
    /** Who was called last, or who is served now. */
    @Nullable
    Peer peer;
    /** The request being served on this thread, or for which it works; null on a consumer's thread. */
    InternalRpcContext.@Nullable Request request;
    /** Whether the request is served by another thread, which alone may answer it. */
    boolean borrowed;

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

    /** The host of {@link #getRemoteAddress()} by its name if that is known already, which is never looked up; else as a number. */
    public @Nullable String getRemoteHostName() {
        return name(getRemoteAddress());
    }

    /** The port of {@link #getRemoteAddress()}; 0 if there is none. */
    public int getRemotePort() {
        return port(getRemoteAddress());
    }

    /** {@link #getRemoteAddress()} as {@code host:port}; null if there is none. */
    public @Nullable String getRemoteAddressString() {
        return text(getRemoteAddress());
    }

    /** This end of the connection; null if there is none. */
    public @Nullable InetSocketAddress getLocalAddress() {
        return peer == null ? null : peer.localAddress();
    }

    /** The host of {@link #getLocalAddress()} as a number; null if there is none. */
    public @Nullable String getLocalHost() {
        return host(getLocalAddress());
    }

    /** The host of {@link #getLocalAddress()} by its name if that is known already, which is never looked up; else as a number. */
    public @Nullable String getLocalHostName() {
        return name(getLocalAddress());
    }

    /** The port of {@link #getLocalAddress()}; 0 if there is none. */
    public int getLocalPort() {
        return port(getLocalAddress());
    }

    /** {@link #getLocalAddress()} as {@code host:port}; null if there is none. */
    public @Nullable String getLocalAddressString() {
        return text(getLocalAddress());
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

    /**
     * How long the consumer of the request that is served still waits: what calls made for it can take at most. Zero if it
     * has given up; null outside a request, and if nobody waits or nobody said how long.
     */
    public @Nullable Duration timeLeft() {
        InternalRpcContext.Request served = request;
        return served == null || !served.isAwaited() ? null : Duration.ofNanos(Math.max(0, served.leftNanos()));
    }

    private static @Nullable String host(@Nullable InetSocketAddress address) {
        if (address == null) {
            return null;
        }
        return address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }

    private static int port(@Nullable InetSocketAddress address) {
        return address == null ? 0 : address.getPort();
    }

    private static @Nullable String text(@Nullable InetSocketAddress address) {
        return address == null ? null : host(address) + ":" + port(address);
    }

    private static @Nullable String name(@Nullable InetSocketAddress address) {
        return address == null ? null : address.getHostString();
    }
}
