// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** The deadline of the call passed here, or the peer said that it passed there. */
public class RpcTimeoutException extends RpcException {
    private static final long serialVersionUID = 1L;

    public RpcTimeoutException(String message, CallFacts facts, @Nullable Throwable cause) {
        this(message, facts, cause, true);
    }

    /** For failures that come in storms: {@code withStackTrace} false saves the trace. */
    public RpcTimeoutException(String message, CallFacts facts, @Nullable Throwable cause, boolean withStackTrace) {
        this(TIMEOUT_EXCEPTION, message, facts, cause, withStackTrace);
    }

    private RpcTimeoutException(
            int code, String message, CallFacts facts, @Nullable Throwable cause, boolean withStackTrace) {
        super(code, message, cause, facts, withStackTrace);
    }

    /** No time was left when the call was to be sent: {@link #TIMEOUT_TERMINATE}. For the engine. */
    public static RpcTimeoutException terminated(String message, CallFacts facts) {
        return new RpcTimeoutException(TIMEOUT_TERMINATE, message, facts, null, false);
    }
}
