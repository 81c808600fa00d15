// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.exception;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.core.internal.cluster.ForwardingFuture;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Calls whose callers get other exceptions than the service's. Failures of the call itself pass as they are. */
record MappedCalls(Invoker next, ExceptionMappers mappers, BooleanSupplier isEventLoop) implements Invoker {
    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        ResponseFuture<@Nullable Object> future = next.invoke(call);
        if (call.options().mode() == CallMode.SYNC) {
            Outcome.awaitEnd(future);
        }
        boolean succeeded = future.isDone() && !future.isCompletedExceptionally();
        return succeeded || Outcome.failure(Outcome.errorNow(future)) != null ? future : new MappedFuture(future, call);
    }

    private @Nullable Throwable mapped(@Nullable Throwable error, Invocation call) {
        if (error == null || Outcome.failure(error) != null) {
            return error;
        }
        Throwable mapped = mappers.received(error, call.method());
        return mapped == null ? error : mapped;
    }

    /** A call that is pending or was failed by the service. Cancelling it cancels the call. */
    private final class MappedFuture extends ForwardingFuture {
        MappedFuture(ResponseFuture<@Nullable Object> pending, Invocation call) {
            super(pending, call, isEventLoop);
            follow(pending, (value, error) -> end(value, isDone() ? error : mapped(error, call)));
        }
    }
}
