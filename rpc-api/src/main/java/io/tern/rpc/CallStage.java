// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a call, or what was made of it by stages: stages without {@code Async} in their name run in the context of
 * the call. Those with it run on an executor, which has a context of its own.
 */
abstract class CallStage<T extends @Nullable Object> extends CompletableFuture<T> {
    /** What stages see; null: the context of the thread that runs them. */
    abstract @Nullable StageContext stageContext();

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        StageContext context = stageContext();
        return context == null ? new CompletableFuture<>() : new Dependent<>(context);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenApply(Function<? super T, ? extends U> stage) {
        StageContext context = stageContext();
        return super.thenApply(context == null ? stage : context.<T, U>function(stage));
    }

    @Override
    public CompletableFuture<Void> thenAccept(Consumer<? super T> stage) {
        StageContext context = stageContext();
        return super.thenAccept(context == null ? stage : context.<T>consumer(stage));
    }

    @Override
    public CompletableFuture<Void> thenRun(Runnable stage) {
        StageContext context = stageContext();
        return super.thenRun(context == null ? stage : context.task(stage));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenCompose(
            Function<? super T, ? extends CompletionStage<U>> stage) {
        StageContext context = stageContext();
        return super.thenCompose(context == null ? stage : context.<T, CompletionStage<U>>function(stage));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> handle(
            BiFunction<? super T, @Nullable Throwable, ? extends U> stage) {
        StageContext context = stageContext();
        return super.handle(context == null ? stage : context.<T, @Nullable Throwable, U>biFunction(stage));
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super @Nullable Throwable> stage) {
        StageContext context = stageContext();
        return super.whenComplete(context == null ? stage : context.<T, @Nullable Throwable>biConsumer(stage));
    }

    @Override
    public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> stage) {
        StageContext context = stageContext();
        return super.exceptionally(context == null ? stage : context.<Throwable, T>function(stage));
    }

    @Override
    public CompletableFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> stage) {
        StageContext context = stageContext();
        return super.exceptionallyCompose(
                context == null ? stage : context.<Throwable, CompletionStage<T>>function(stage));
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> stage) {
        StageContext context = stageContext();
        return super.thenCombine(other, context == null ? stage : context.<T, U, V>biFunction(stage));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> stage) {
        StageContext context = stageContext();
        return super.thenAcceptBoth(other, context == null ? stage : context.<T, U>biConsumer(stage));
    }

    @Override
    public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable stage) {
        StageContext context = stageContext();
        return super.runAfterBoth(other, context == null ? stage : context.task(stage));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEither(
            CompletionStage<? extends T> other, Function<? super T, U> stage) {
        StageContext context = stageContext();
        return super.applyToEither(other, context == null ? stage : context.<T, U>function(stage));
    }

    @Override
    public CompletableFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> stage) {
        StageContext context = stageContext();
        return super.acceptEither(other, context == null ? stage : context.<T>consumer(stage));
    }

    @Override
    public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable stage) {
        StageContext context = stageContext();
        return super.runAfterEither(other, context == null ? stage : context.task(stage));
    }

    /** What a stage of an outcome makes; knows the context of the call, and not the outcome. */
    private static final class Dependent<T extends @Nullable Object> extends CallStage<T> {
        private final StageContext context;

        Dependent(StageContext context) {
            this.context = context;
        }

        @Override
        StageContext stageContext() {
            return context;
        }
    }
}
