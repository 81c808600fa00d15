// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.alibaba.dubbo.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A call's future by the rules of Dubbo 2.6: what the service threw comes as the cause of an unchecked {@link RpcException}, a
 * failure on the way (timeout, connection, limit) as that of an {@link ExecutionException}; it cannot be cancelled.
 */
final class OldFuture<T> implements Future<T> {
    private final CompletableFuture<T> call;

    OldFuture(CompletableFuture<T> call) {
        this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isDone() {
        return call.isDone();
    }

    @Override
    public T get() throws ExecutionException {
        try {
            return call.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw byOldRules(e);
        }
    }

    /** @throws TimeoutException after the time; the call goes on */
    @Override
    public T get(long timeout, TimeUnit unit) throws ExecutionException, TimeoutException {
        try {
            return call.get(timeout, unit);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw byOldRules(e);
        }
    }

    private static RpcException interrupted(InterruptedException e) {
        // Callers of 2.6 cannot see the interruption otherwise.
        Thread.currentThread().interrupt();
        return new RpcException(new RuntimeException(e));
    }

    private static ExecutionException byOldRules(ExecutionException failure) {
        @Nullable Throwable cause = failure.getCause();
        if (cause instanceof io.tern.rpc.RpcException) {
            return failure;
        }
        throw new RpcException(cause);
    }
}
