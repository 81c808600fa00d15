// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import io.tern.rpc.core.internal.cluster.GuardedFuture;
import io.tern.rpc.spi.Invocation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The outcome of a call that a mock answers with a future of its own. */
final class StagedFuture extends GuardedFuture {
    private final CompletionStage<?> stage;

    @SuppressWarnings("FutureReturnValueIgnored")
    StagedFuture(CompletionStage<?> stage, Invocation call, BooleanSupplier isEventLoop) {
        super(call, isEventLoop);
        this.stage = stage;
        stage.handle((value, error) -> {
            boolean wrapped = error instanceof CompletionException && error.getCause() != null;
            return settle(value, wrapped ? error.getCause() : error);
        });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        stage.toCompletableFuture().cancel(mayInterruptIfRunning);
        return cancelled;
    }

    @Override
    public Map<String, Object> attachments() {
        return Map.of();
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return null;
    }

    @Override
    public Duration elapsed() {
        return Duration.ZERO;
    }

    /** Only methods that return a future have one, and those are never synchronous. */
    @Override
    public @Nullable Object await() throws Throwable {
        return get();
    }
}
