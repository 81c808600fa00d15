// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** The provider answered that it cannot serve the request: no such service or method, or a failure of its framework. */
public class RpcServerException extends RpcException {
    private static final long serialVersionUID = 1L;

    public RpcServerException(String message, CallFacts facts, @Nullable Throwable cause) {
        this(message, facts, cause, true);
    }

    /** For failures that come in storms: {@code withStackTrace} false saves the trace. */
    public RpcServerException(String message, CallFacts facts, @Nullable Throwable cause, boolean withStackTrace) {
        super(UNKNOWN_EXCEPTION, message, cause, facts, withStackTrace);
    }
}
