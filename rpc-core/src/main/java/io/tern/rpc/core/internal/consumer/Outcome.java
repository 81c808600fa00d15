// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Reads the outcome of a call without the wrappers that {@link java.util.concurrent.CompletableFuture} adds. */
public final class Outcome {
    private Outcome() {}

    /**
     * The value of a synchronous call, waited for if need be.
     *
     * <p>A transport's future is awaited once; a cluster that retries has done it already, and then it is done.
     *
     * @throws Throwable the bare error
     */
    public static @Nullable Object await(ResponseFuture<@Nullable Object> future) throws Throwable {
        if (!future.isDone()) {
            return future.await();
        }
        Throwable error = errorNow(future);
        if (error != null) {
            throw error;
        }
        return future.getNow(null);
    }

    /** The bare error of a call that failed already; null if it did not fail, or not yet. */
    public static @Nullable Throwable errorNow(ResponseFuture<@Nullable Object> future) {
        if (!future.isCompletedExceptionally()) {
            return null;
        }
        try {
            future.getNow(null);
            return null;
        } catch (CancellationException e) {
            return e;
        } catch (CompletionException e) {
            return bare(e);
        }
    }

    /**
     * The failure of a call that is known, right after it was started, not to have left this process; otherwise null.
     *
     * <p>An {@link RpcException} without a method was thrown by the service: a quick provider's reply can be here before
     * the caller looks, and its outcome belongs to the future.
     */
    public static @Nullable RpcException unsent(ResponseFuture<@Nullable Object> future) {
        return errorNow(future) instanceof RpcException e
                        && e.serviceMethod() != null
                        && e.delivery() == RpcException.Delivery.NOT_SENT
                ? e
                : null;
    }

    /** What a {@link CompletionException} carries; other errors as they are. */
    static Throwable bare(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
