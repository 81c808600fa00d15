// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one call.
 *
 * <p>It completes exactly once, at the latest at the call's deadline: with the service's value, with the service's own
 * exception, or with an {@link RpcException}. {@link #get()} therefore never waits for ever. {@link #cancel} frees what
 * the call holds; a reply that comes later is dropped. Completing it by hand ends the call for this object only.
 *
 * <p>Stages added to it run on the thread that completes it: for an asynchronous call a callback thread of Tern, never
 * an event loop or a timer, so a stage may block: other calls wait some milliseconds at most, until another thread
 * takes over; for a synchronous call the caller. As with every {@link CompletableFuture}, a stage that is added to an outcome
 * that is there runs at once, and a thread that waits for it may help with its stages. While stages of an asynchronous call
 * run, and stages of what they make, on whichever thread, {@link RpcContext#getContext()} shows what the caller's held when the
 * call was made and nothing of any other call, and {@link RpcContext#getServerContext()} holds the reply's attachments; what
 * they leave there is gone when they have ended. Stages added by methods with {@code Async} in their name see what their
 * executor's thread has: {@link RpcContext#wrap(java.util.concurrent.Executor)}.
 *
 * <p>Thread-safe. Transports extend it; {@link #completed} and {@link #failed} make outcomes that need no transport.
 */
public abstract class ResponseFuture<T extends @Nullable Object> extends CallStage<T> {
    private static final VarHandle STAGES = stages();

    /** What stages see; null: the context of the thread that runs them. */
    private final @Nullable ContextSnapshot caller;
    /** Null until there are stages. */
    private volatile @Nullable StageContext stages;

    private static VarHandle stages() {
        try {
            return MethodHandles.lookup().findVarHandle(ResponseFuture.class, "stages", StageContext.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** An outcome whose stages see the context of the thread that runs them. */
    protected ResponseFuture() {
        this.caller = null;
    }

    /** An outcome whose stages see this context; null: that of the thread that runs them. */
    protected ResponseFuture(@Nullable ContextSnapshot caller) {
        this.caller = caller;
    }

    /** An outcome that is made of this one, and whose stages see the same. */
    protected ResponseFuture(ResponseFuture<?> origin) {
        this.caller = origin.caller;
    }

    /** A call that already ended with a value. */
    public static <T extends @Nullable Object> ResponseFuture<T> completed(@Nullable T value) {
        Settled<T> future = new Settled<>();
        future.complete(value);
        return future;
    }

    /** A call that already ended with an error. */
    public static <T extends @Nullable Object> ResponseFuture<T> failed(Throwable error) {
        Settled<T> future = new Settled<>();
        future.completeExceptionally(error);
        return future;
    }

    /** The reply's attachments; empty before the reply and for peers that send none. Never null, not modifiable. */
    public abstract Map<String, Object> attachments();

    /** The provider that was called; null if none was. */
    public abstract @Nullable InetSocketAddress remoteAddress();

    /** Time since the start of the call, or the call's duration once it ended. */
    public abstract Duration elapsed();

    /**
     * Waits for the outcome on the calling thread, at most until the call's deadline, and decodes the reply there.
     *
     * <p>For the engine, which calls it once, on the caller of a synchronous call. Applications use {@link #get()}.
     *
     * @return the service's value
     * @throws Throwable the service's own exception as it is, or an {@link RpcException}
     */
    public abstract @Nullable T await() throws Throwable;

    @Override
    final @Nullable StageContext stageContext() {
        StageContext known = stages;
        if (known != null || caller == null) {
            return known;
        }
        StageContext made = new StageContext(caller, this);
        if (!STAGES.compareAndSet(this, null, made)) {
            return stages;
        }
        // Whoever settles this looks for it afterwards, or was done before.
        if (isDone()) {
            made.resolve();
        }
        return made;
    }

    /**
     * Completes this future while the context shows the reply's attachments, and the caller's context if there is one.
     *
     * @return false if it was complete already
     */
    protected final boolean settle(@Nullable T value, @Nullable Throwable error) {
        RpcContext context = RpcContext.getContext();
        if (caller == null) {
            return settle(context, value, error);
        }
        if (caller == ContextSnapshot.NOTHING && context.isBlank()) {
            try {
                return settle(context, value, error);
            } finally {
                if (!context.isBlank()) {
                    context.reset();
                }
            }
        }
        ContextSnapshot.Scope scope = caller.enter();
        try {
            return settle(scope.context(), value, error);
        } finally {
            scope.leave();
        }
    }

    private boolean settle(RpcContext context, @Nullable T value, @Nullable Throwable error) {
        @Nullable RpcContext outer = context.enterReply(attachments());
        StageContext waiting = stages;
        if (waiting != null) {
            waiting.beginSettling();
        }
        try {
            return error == null ? super.complete(value) : super.completeExceptionally(error);
        } finally {
            StageContext settled = stages;
            if (settled != null) {
                settled.endSettling();
            }
            context.showServerContext(outer);
        }
    }

    /** An outcome known without a transport. */
    private static final class Settled<T extends @Nullable Object> extends ResponseFuture<T> {
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

        @Override
        public @Nullable T await() throws Throwable {
            try {
                return get(0, TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }
}
