// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** The provider answered that it cannot serve the request: no such service or method, or a failure of its framework. */
public class RpcServerException extends RpcException {
    private static final long serialVersionUID = 1L;

    private final transient boolean refusal; // like the facts, of this side's call only

    public RpcServerException(String message, CallFacts facts, @Nullable Throwable cause) {
        this(message, facts, cause, true);
    }

    /** For failures that come in storms: {@code withStackTrace} false saves the trace. */
    public RpcServerException(String message, CallFacts facts, @Nullable Throwable cause, boolean withStackTrace) {
        this(message, facts, cause, withStackTrace, false);
    }

    /** For the engine; see {@link #isRefusal}. */
    public RpcServerException(
            String message, CallFacts facts, @Nullable Throwable cause, boolean withStackTrace, boolean refusal) {
        super(UNKNOWN_EXCEPTION, message, cause, facts, withStackTrace);
        this.refusal = refusal;
    }

    /**
     * Whether the provider said no to the request, rather than failed at it: it could not read it, has no such service, or a
     * limit or a filter of its own is against it. If false, the service may have run.
     */
    public boolean isRefusal() {
        return refusal;
    }
}
