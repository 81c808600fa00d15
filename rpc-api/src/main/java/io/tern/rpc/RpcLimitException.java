// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** A limit is reached: calls in flight, {@code actives}, {@code executes}, or the provider's pool is full. */
public class RpcLimitException extends RpcException {
    private static final long serialVersionUID = 1L;

    public RpcLimitException(String message, CallFacts facts, @Nullable Throwable cause) {
        this(message, facts, cause, true);
    }

    /** For failures that come in storms: {@code withStackTrace} false saves the trace. */
    public RpcLimitException(String message, CallFacts facts, @Nullable Throwable cause, boolean withStackTrace) {
        super(LIMIT_EXCEEDED_EXCEPTION, message, cause, facts, withStackTrace);
    }
}
