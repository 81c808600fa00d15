// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, whose failure is answered with the empty value: null, zero or false. Exceptions of the service are results
 * and reach the caller.
 *
 * @param onFailure hears of each failure before the caller goes on
 */
record SafeInvoker(ProviderChoice choice, BiConsumer<Invocation, RpcException> onFailure) implements Invoker {
    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        ResponseFuture<@Nullable Object> future = choice.once(call);
        if (call.options().mode() == CallMode.FUTURE && !future.isDone()) {
            return new SafeFuture(future, call);
        }
        return hides(Outcome.errorNow(future), call)
                ? ResponseFuture.completed(call.method().emptyReturn())
                : future;
    }

    private boolean hides(@Nullable Throwable error, Invocation call) {
        RpcException failure = Outcome.failure(error);
        if (failure == null) {
            return false;
        }
        onFailure.accept(call, failure);
        return true;
    }

    /** A pending call whose failure will be hidden. Cancelling it cancels the call. */
    private final class SafeFuture extends ForwardingFuture {
        SafeFuture(ResponseFuture<@Nullable Object> pending, Invocation call) {
            super(pending, call, choice.isEventLoop());
            follow(pending, (value, error) -> {
                if (!isDone() && hides(error, call)) {
                    end(call.method().emptyReturn(), null);
                } else {
                    end(value, error);
                }
            });
        }
    }
}
