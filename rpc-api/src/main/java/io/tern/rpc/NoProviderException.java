// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** There is nobody to call: no provider is known, none is available, or the check at start failed. */
public class NoProviderException extends RpcException {
    private static final long serialVersionUID = 1L;

    public NoProviderException(String message, CallFacts facts, @Nullable Throwable cause) {
        this(message, facts, cause, true);
    }

    /** For failures that come in storms: {@code withStackTrace} false saves the trace. */
    public NoProviderException(String message, CallFacts facts, @Nullable Throwable cause, boolean withStackTrace) {
        super(NO_INVOKER_AVAILABLE_AFTER_FILTER, message, cause, facts, withStackTrace);
    }
}
