// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.tern.rpc.ContextSnapshot;
import io.tern.rpc.ResponseFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What users do to a call through the methods of {@code CompletableFuture}: wait for it, and end it by hand. The call
 * learns of both, the first since a synchronous call's reply is decoded by who waits, the second to free what it holds.
 */
abstract class UserFuture extends ResponseFuture<@Nullable Object> {
    /** {@code caller} is what stages see; null: the context of the thread that completes this. */
    UserFuture(@Nullable ContextSnapshot caller) {
        super(caller);
    }

    /**
     * The calling thread is going to wait for the outcome, which is not there.
     *
     * @param limitNanos for so long at most; {@code Long.MAX_VALUE} if until the deadline
     * @throws io.tern.rpc.RpcException if it must not wait
     */
    abstract void prepareToBlock(long limitNanos);

    /** The future was completed by hand, perhaps. Frees what the call holds; any number of times. */
    abstract void abandon();

    @Override
    public @Nullable Object get() throws InterruptedException, ExecutionException {
        if (!isDone()) {
            prepareToBlock(Long.MAX_VALUE);
        }
        return super.get();
    }

    @Override
    public @Nullable Object get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long limit = unit.toNanos(timeout);
        long start = System.nanoTime();
        if (!isDone()) {
            prepareToBlock(limit);
        }
        return super.get(Math.max(0, limit - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
    }

    @Override
    public @Nullable Object join() {
        if (!isDone()) {
            prepareToBlock(Long.MAX_VALUE);
        }
        return super.join();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        abandon();
        return cancelled;
    }

    @Override
    public boolean complete(@Nullable Object value) {
        boolean completed = super.complete(value);
        abandon();
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        boolean completed = super.completeExceptionally(error);
        abandon();
        return completed;
    }
}
