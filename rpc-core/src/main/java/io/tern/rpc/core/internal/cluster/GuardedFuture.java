// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.CallFacts;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException.Delivery;
import io.tern.rpc.core.internal.consumer.CallErrors;
import io.tern.rpc.spi.Invocation;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An outcome that no event loop may wait for: it would wait for what only the loop itself could bring. */
public abstract class GuardedFuture extends ResponseFuture<@Nullable Object> {
    private final Invocation invocation;
    private final BooleanSupplier isEventLoop;

    /** {@code isEventLoop} tells whether the calling thread is one. */
    protected GuardedFuture(Invocation invocation, BooleanSupplier isEventLoop) {
        super(invocation.callerContext());
        this.invocation = invocation;
        this.isEventLoop = isEventLoop;
    }

    final boolean isOnEventLoop() {
        return isEventLoop.getAsBoolean();
    }

    private void refuseOnEventLoop() {
        if (!isDone() && isOnEventLoop()) {
            throw CallErrors.blockingCall(
                    invocation,
                    new CallFacts(invocation.method().toString(), remoteAddress(), elapsed(), Delivery.MAYBE_EXECUTED));
        }
    }

    @Override
    public @Nullable Object get() throws InterruptedException, ExecutionException {
        refuseOnEventLoop();
        return super.get();
    }

    @Override
    public @Nullable Object get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        refuseOnEventLoop();
        return super.get(timeout, unit);
    }

    @Override
    public @Nullable Object join() {
        refuseOnEventLoop();
        return super.join();
    }
}
