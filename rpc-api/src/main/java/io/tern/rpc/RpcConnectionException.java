// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** No connection could be made, or it was lost; {@link #delivery()} tells whether the request can have arrived. */
public class RpcConnectionException extends RpcException {
    private static final long serialVersionUID = 1L;

    public RpcConnectionException(String message, CallFacts facts, @Nullable Throwable cause) {
        this(message, facts, cause, true);
    }

    /** For failures that come in storms: {@code withStackTrace} false saves the trace. */
    public RpcConnectionException(String message, CallFacts facts, @Nullable Throwable cause, boolean withStackTrace) {
        super(NETWORK_EXCEPTION, message, cause, facts, withStackTrace);
    }
}
