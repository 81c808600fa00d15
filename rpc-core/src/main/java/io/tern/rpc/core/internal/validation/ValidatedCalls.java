// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.validation;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import org.jspecify.annotations.Nullable;

/** Calls whose arguments are checked before anything else is done with them; those with wrong ones fail unsent. */
record ValidatedCalls(ArgumentValidator.Check check, Invoker next) implements Invoker {
    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        try {
            check.check(call.arguments());
        } catch (Throwable wrong) {
            return ResponseFuture.failed(wrong);
        }
        return next.invoke(call);
    }
}
