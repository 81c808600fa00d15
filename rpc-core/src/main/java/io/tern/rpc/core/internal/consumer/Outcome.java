// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
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

    /** Waits for the end of a synchronous call; the outcome stays in the future, since this is not yet the place to throw. */
    public static void awaitEnd(ResponseFuture<@Nullable Object> future) {
        try {
            await(future);
        } catch (Throwable error) {
            // Read from the future.
        }
    }

    /** The bare error of a call that failed already; null if it did not fail, or not yet. */
    public static @Nullable Throwable errorNow(ResponseFuture<@Nullable Object> future) {
        if (!future.isCompletedExceptionally()) {
            return null;
        }
        Throwable error = future.handle(Outcome::error).getNow(null);
        return error == null ? null : bare(error);
    }

    /**
     * The failure of a call that did not get the service's answer; null for a value and for whatever the service threw. An
     * {@link RpcException} without a method is the service's.
     */
    public static @Nullable RpcException failure(@Nullable Throwable error) {
        return error instanceof RpcException failure && failure.serviceMethod() != null ? failure : null;
    }

    /**
     * The failure of a call that is known, right after it was started, not to have left this process; otherwise null.
     *
     * <p>An {@link RpcException} without a method was thrown by the service: a quick provider's reply can be here before
     * the caller looks, and its outcome belongs to the future.
     */
    public static @Nullable RpcException unsent(ResponseFuture<@Nullable Object> future) {
        RpcException failure = failure(errorNow(future));
        return failure != null && failure.delivery() == RpcException.Delivery.NOT_SENT ? failure : null;
    }

    /**
     * The failure of a call whose start waited for its write ({@code sent="true"}), unless it is the provider's answer:
     * as {@link #unsent}, and also a write that did not end in time.
     */
    static @Nullable RpcException unwritten(ResponseFuture<@Nullable Object> future) {
        RpcException failure = failure(errorNow(future));
        return failure != null && failure.delivery() != RpcException.Delivery.EXECUTED ? failure : null;
    }

    /**
     * Runs {@code end} with the value or the bare error: at once if the call has ended, otherwise on the thread that ends
     * it.
     *
     * <p>Not {@code whenComplete}: for the sake of a future that nobody looks at, that would wrap the error of every
     * failed call in another exception, with a stack trace of its own.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    public static void whenEnded(
            ResponseFuture<@Nullable Object> future, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
        future.handle((value, error) -> {
            end.accept(value, error == null ? null : bare(error));
            return null;
        });
    }

    private static @Nullable Throwable error(@Nullable Object value, @Nullable Throwable error) {
        return error;
    }

    /** What a {@link CompletionException} carries; other errors as they are. */
    static Throwable bare(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
