// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.CallFacts;
import io.tern.rpc.RpcException;
import io.tern.rpc.spi.transport.ReplyStatus;
import org.jspecify.annotations.Nullable;

/** A generic call that cannot be served as it is; the service has nothing to do with it. Without a stack trace. */
final class GenericRefusal extends RpcException {
    private static final long serialVersionUID = 1L;

    private final ReplyStatus status;

    GenericRefusal(ReplyStatus status, String message, @Nullable Throwable cause) {
        super(UNKNOWN_EXCEPTION, message, cause, CallFacts.NONE, false);
        this.status = status;
    }

    ReplyStatus status() {
        return status;
    }
}
