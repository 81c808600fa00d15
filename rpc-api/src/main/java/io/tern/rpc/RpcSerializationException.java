// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import org.jspecify.annotations.Nullable;

/** A value cannot be encoded or decoded, a class is not admitted, or a message exceeds the payload limit. */
public class RpcSerializationException extends RpcException {
    private static final long serialVersionUID = 1L;

    public RpcSerializationException(String message, CallFacts facts, @Nullable Throwable cause) {
        this(message, facts, cause, true);
    }

    /** For failures that come in storms: {@code withStackTrace} false saves the trace. */
    public RpcSerializationException(
            String message, CallFacts facts, @Nullable Throwable cause, boolean withStackTrace) {
        super(SERIALIZATION_EXCEPTION, message, cause, facts, withStackTrace);
    }
}
