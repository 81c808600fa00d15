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
        super(TIMEOUT_EXCEPTION, message, cause, facts, withStackTrace);
    }
}
