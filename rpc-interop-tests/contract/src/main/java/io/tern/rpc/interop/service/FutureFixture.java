// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.service;

import io.tern.rpc.interop.api.CheckedFailure;
import io.tern.rpc.interop.api.FutureService;
import io.tern.rpc.interop.api.Point;
import io.tern.rpc.interop.api.UncheckedFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Completes its futures on a thread of the JDK's common pool, after a delay or when told to. */
public final class FutureFixture implements FutureService {
    private final Gates gates = new Gates();

    @Override
    public CompletableFuture<String> sleep(int millis, String answer) {
        return CompletableFuture.supplyAsync(() -> answer, after(millis));
    }

    @Override
    public CompletableFuture<String> held(String key, String answer) {
        return gates.of(key).thenApplyAsync(released -> answer);
    }

    @Override
    public CompletableFuture<Void> release(String key) {
        gates.open(key);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Integer> sleepInt(int millis, int answer) {
        return CompletableFuture.supplyAsync(() -> answer, after(millis));
    }

    @Override
    public CompletableFuture<Void> sleepVoid(int millis) {
        return CompletableFuture.runAsync(() -> {}, after(millis));
    }

    @Override
    public CompletableFuture<Point> point(int x, int y) {
        return CompletableFuture.completedFuture(new Point(x, y));
    }

    @Override
    public CompletableFuture<@Nullable String> nullResult() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<String> fail(int millis, String message) {
        CompletableFuture<String> result = new CompletableFuture<>();
        after(millis).execute(() -> result.completeExceptionally(new CheckedFailure(message, millis, new Point(1, 2))));
        return result;
    }

    @Override
    public CompletableFuture<String> failAtOnce(String message) {
        throw new UncheckedFailure(message, 7, null);
    }

    private static Executor after(int millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }
}
