// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stages of one call's outcome see, whichever thread runs them.
 *
 * <p>Mostly that is the thread that completes the outcome, which shows it all the context once. But a stage that is added
 * to an outcome that is there already runs at once, on the thread that adds it, and a thread that waits for the outcome or
 * completes something combined with it helps to run its stages, so each makes sure for itself.
 */
final class StageContext {
    private final ContextSnapshot caller;
    /** Until the outcome is there: dependent stages must not keep a large value from being collected. */
    private volatile @Nullable ResponseFuture<?> origin;

    private volatile Map<String, Object> attachments = Map.of();
    /** The thread that completes the outcome, and shows its context. Others see null or another thread, never themselves. */
    private @Nullable Thread settling;

    StageContext(ContextSnapshot caller, ResponseFuture<?> origin) {
        this.caller = caller;
        this.origin = origin;
    }

    void beginSettling() {
        settling = Thread.currentThread();
    }

    void endSettling() {
        settling = null;
        resolve();
    }

    /** The outcome is there, and with it the reply's attachments. */
    void resolve() {
        ResponseFuture<?> ended = origin;
        if (ended != null) {
            attachments = ended.attachments();
            origin = null;
        }
    }

    private ContextSnapshot.@Nullable Scope enter() {
        if (settling == Thread.currentThread()) {
            return null;
        }
        resolve();
        ContextSnapshot.Scope scope = caller.enter();
        scope.context().enterReply(attachments);
        return scope;
    }

    private static void leave(ContextSnapshot.@Nullable Scope scope) {
        if (scope != null) {
            scope.leave();
        }
    }

    Runnable task(Runnable stage) {
        return () -> {
            ContextSnapshot.Scope scope = enter();
            try {
                stage.run();
            } finally {
                leave(scope);
            }
        };
    }

    <A extends @Nullable Object> Consumer<A> consumer(Consumer<? super A> stage) {
        return value -> {
            ContextSnapshot.Scope scope = enter();
            try {
                stage.accept(value);
            } finally {
                leave(scope);
            }
        };
    }

    <A extends @Nullable Object, R extends @Nullable Object> Function<A, R> function(
            Function<? super A, ? extends R> stage) {
        return value -> {
            ContextSnapshot.Scope scope = enter();
            try {
                return stage.apply(value);
            } finally {
                leave(scope);
            }
        };
    }

    <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> biConsumer(
            BiConsumer<? super A, ? super B> stage) {
        return (first, second) -> {
            ContextSnapshot.Scope scope = enter();
            try {
                stage.accept(first, second);
            } finally {
                leave(scope);
            }
        };
    }

    <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> BiFunction<A, B, R> biFunction(
            BiFunction<? super A, ? super B, ? extends R> stage) {
        return (first, second) -> {
            ContextSnapshot.Scope scope = enter();
            try {
                return stage.apply(first, second);
            } finally {
                leave(scope);
            }
        };
    }
}
