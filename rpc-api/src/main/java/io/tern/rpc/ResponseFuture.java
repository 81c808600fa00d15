// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
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
    private static final VarHandle STAGES = field("stages", StageContext.class);
    private static final VarHandle LISTENERS = field("listeners", EndListener.class);
    private static final VarHandle CLAIMED = field("claimed", boolean.class);

    /** What stages see; null: the context of the thread that runs them. */
    private final @Nullable ContextSnapshot caller;
    /** Null until there are stages. */
    private volatile @Nullable StageContext stages;
    /** The newest of those who hear of the end first, or {@link EndListener#TOLD}. */
    private volatile @Nullable EndListener<T> listeners;
    /** By the one who ends the call, before the listeners are told. */
    private volatile boolean claimed;

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(ResponseFuture.class, name, type);
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
        ((ResponseFuture<T>) future).end(value, null); // nobody can have asked to be told, so no context is needed
        return future;
    }

    /** A call that already ended with an error. */
    public static <T extends @Nullable Object> ResponseFuture<T> failed(Throwable error) {
        Settled<T> future = new Settled<>();
        ((ResponseFuture<T>) future).end(null, requireNonNull(error, "error"));
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

    /**
     * Runs {@code listener} with the value or the error when the call ends, before any stage and before a waiting thread goes
     * on; at once if it has ended.
     *
     * <p>For filters that measure a call, or give back what it holds: stages run in the opposite order of their adding, and
     * so a filter's own would wait for all that the application does in its stages. The listener runs on the thread that
     * ends the call and sees the context that stages see. It must be quick, and must not wait for this future, which is not
     * done before it returns. What it throws is logged. Several are told in the order of their adding.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    public final void beforeStages(BiConsumer<? super T, ? super @Nullable Throwable> listener) {
        requireNonNull(listener, "listener");
        for (EndListener<T> before = listeners; before != EndListener.TOLD; before = listeners) {
            if (LISTENERS.compareAndSet(this, before, new EndListener<>(listener, before))) {
                return;
            }
        }
        while (!isDone()) {
            Thread.onSpinWait(); // for the thread that has told all others and now does nothing else
        }
        // Now a stage runs at once, in the context of the call.
        handle((value, error) -> {
            EndListener.tell(listener, value, error);
            return null;
        });
    }

    /**
     * Frees what this holds: {@link #cancel} has ended it, and neither listeners nor stages have heard. On the thread that
     * cancels. Here it does nothing.
     */
    protected void cancelled() {}

    /** Whether somebody has ended the call, or is about to: an outcome that is made now is nobody's. */
    protected final boolean isEnding() {
        return claimed;
    }

    /** False if somebody else has ended the call, or is about to. */
    private boolean end(@Nullable T value, @Nullable Throwable error) {
        if (!CLAIMED.compareAndSet(this, false, true)) {
            return false;
        }
        try {
            if (error instanceof CancellationException) {
                EndListener.tell((none, cancellation) -> cancelled(), value, error);
            }
            tellListeners(value, error);
        } catch (Throwable fault) {
            LISTENERS.setVolatile(this, EndListener.TOLD); // not even the log works, and the call ends all the same
            throw fault;
        } finally {
            if (error == null) {
                super.complete(value);
            } else {
                super.completeExceptionally(error);
            }
        }
        return true;
    }

    /** Also those who come while others are told. */
    private void tellListeners(@Nullable T value, @Nullable Throwable error) {
        while (!LISTENERS.compareAndSet(this, null, EndListener.TOLD)) {
            EndListener<T> waiting = (EndListener<T>) LISTENERS.getAndSet(this, null);
            if (waiting != null) {
                waiting.tellAll(value, error);
            }
        }
    }

    @Override
    public boolean complete(@Nullable T value) {
        return settle(value, null);
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return settle(null, requireNonNull(error, "error"));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return settle(null, new CancellationException()) || isCancelled();
    }

    @Override
    public void obtrudeValue(@Nullable T value) {
        complete(value);
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable error) {
        completeExceptionally(error);
        super.obtrudeException(error);
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        requireNonNull(supplier, "supplier");
        executor.execute(() -> {
            if (!isDone()) {
                try {
                    complete(supplier.get());
                } catch (Throwable error) {
                    completeExceptionally(error);
                }
            }
        });
        return this;
    }

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
            return end(value, error);
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
