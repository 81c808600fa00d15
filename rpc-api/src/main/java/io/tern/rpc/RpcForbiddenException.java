// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** The provider refuses this consumer: wrong token or no authorization. */
public class RpcForbiddenException extends RpcException {
    private static final long serialVersionUID = 1L;

    public RpcForbiddenException(String message, CallFacts facts, @Nullable Throwable cause) {
        this(message, facts, cause, true);
    }

    /** For failures that come in storms: {@code withStackTrace} false saves the trace. */
    public RpcForbiddenException(String message, CallFacts facts, @Nullable Throwable cause, boolean withStackTrace) {
        super(FORBIDDEN_EXCEPTION, message, cause, facts, withStackTrace);
    }
}
