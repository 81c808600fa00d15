// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call failed for a reason that is not the service's own exception.
 *
 * <p>The subclasses answer the caller's questions: was it a timeout, was nobody there, may I try again. The integer
 * codes are Dubbo's, for ported code; the field name {@code code} is Dubbo's wire name (docs/protocol.md, "RpcException").
 */
public class RpcException extends RuntimeException {
    /** Nothing more is known. */
    public static final int UNKNOWN_EXCEPTION = 0;
    /** The connection failed. */
    public static final int NETWORK_EXCEPTION = 1;
    /** The deadline passed. */
    public static final int TIMEOUT_EXCEPTION = 2;
    /** The service failed; never retried. */
    public static final int BIZ_EXCEPTION = 3;
    /** The provider refuses this consumer. */
    public static final int FORBIDDEN_EXCEPTION = 4;
    /** Bytes and objects do not fit. */
    public static final int SERIALIZATION_EXCEPTION = 5;
    /** No provider is left to try. */
    public static final int NO_INVOKER_AVAILABLE_AFTER_FILTER = 6;
    /** A limit is reached, here or at the provider. */
    public static final int LIMIT_EXCEEDED_EXCEPTION = 7;
    /** No time was left to start the call. */
    public static final int TIMEOUT_TERMINATE = 8;

    private static final long serialVersionUID = 1L;

    private int code;
    // Not sent and null after decoding: facts describe this side's call, not the peer's.
    private final transient @Nullable CallFacts facts;

    /** Whether the provider can have run the call. */
    public enum Delivery {
        /** No byte left this process: trying again is always safe. */
        NOT_SENT,
        /** The request may have arrived and may have run. */
        MAYBE_EXECUTED,
        /** The provider answered. */
        EXECUTED
    }

    public RpcException() {
        this(UNKNOWN_EXCEPTION, null, null);
    }

    public RpcException(@Nullable String message) {
        this(UNKNOWN_EXCEPTION, message, null);
    }

    public RpcException(@Nullable Throwable cause) {
        this(UNKNOWN_EXCEPTION, cause == null ? null : cause.toString(), cause);
    }

    public RpcException(@Nullable String message, @Nullable Throwable cause) {
        this(UNKNOWN_EXCEPTION, message, cause);
    }

    public RpcException(int code) {
        this(code, null, null);
    }

    public RpcException(int code, @Nullable String message) {
        this(code, message, null);
    }

    public RpcException(int code, @Nullable Throwable cause) {
        this(code, cause == null ? null : cause.toString(), cause);
    }

    public RpcException(int code, @Nullable String message, @Nullable Throwable cause) {
        this(code, message, cause, CallFacts.NONE, true);
    }

    /**
     * For subclasses and the engine.
     *
     * @param withStackTrace false for failures that come in storms, where a trace costs more than it tells
     */
    public RpcException(
            int code, @Nullable String message, @Nullable Throwable cause, CallFacts facts, boolean withStackTrace) {
        super(message, cause, true, withStackTrace);
        this.code = code;
        this.facts = facts;
    }

    /** One of the codes above; a peer may send others. */
    public int getCode() {
        return code;
    }

    /** For ported code; the engine never changes a code. */
    public void setCode(int code) {
        this.code = code;
    }

    public boolean isTimeout() {
        return code == TIMEOUT_EXCEPTION;
    }

    public boolean isNetwork() {
        return code == NETWORK_EXCEPTION;
    }

    public boolean isBiz() {
        return code == BIZ_EXCEPTION;
    }

    public boolean isForbidden() {
        return code == FORBIDDEN_EXCEPTION;
    }

    public boolean isSerialization() {
        return code == SERIALIZATION_EXCEPTION;
    }

    public boolean isNoInvokerAvailableAfterFilter() {
        return code == NO_INVOKER_AVAILABLE_AFTER_FILTER;
    }

    public boolean isLimitExceed() {
        return code == LIMIT_EXCEEDED_EXCEPTION;
    }

    /** {@code interface#method(types)} of the call; null if this exception was made outside a call of this process. */
    public @Nullable String serviceMethod() {
        return facts().method();
    }

    /** The peer; null if none was chosen. */
    public @Nullable InetSocketAddress remoteAddress() {
        return facts().remote();
    }

    /** Time from the start of the call to the failure; zero outside a call. */
    public Duration elapsed() {
        return facts().elapsed();
    }

    /** Whether the provider can have run the call. */
    public Delivery delivery() {
        return facts().delivery();
    }

    private CallFacts facts() {
        return facts == null ? CallFacts.NONE : facts;
    }
}
