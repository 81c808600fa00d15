// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.spi.Invocation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An asynchronous call's outcome that is made from other ones', one after the other; ends on the thread of the last. */
public abstract class ForwardingFuture extends GuardedFuture {
    /** The attempt that is under way, or was the last. */
    private volatile ResponseFuture<@Nullable Object> call;

    protected ForwardingFuture(
            ResponseFuture<@Nullable Object> call, Invocation invocation, BooleanSupplier isEventLoop) {
        super(invocation, isEventLoop);
        this.call = call;
    }

    /**
     * Makes {@code next} the attempt that is shown and cancelled, and hears its end. In a constructor the last step: it may
     * have ended by now.
     */
    protected final void follow(
            ResponseFuture<@Nullable Object> next, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
        call = next;
        if (isCancelled()) {
            next.cancel(true);
        }
        Outcome.whenEnded(next, (value, error) -> {
            try {
                end.accept(value, error);
            } catch (Throwable fault) {
                // Of a balancer, say. Nobody else would end this future.
                settle(null, fault);
            }
        });
    }

    /**
     * Goes on with another attempt, or another answer.
     *
     * @param keepsFacts whether it has ended and is to be shown with the facts of the attempt before it
     */
    protected final void pass(ResponseFuture<@Nullable Object> next, boolean keepsFacts) {
        if (keepsFacts) {
            Throwable error = Outcome.errorNow(next);
            end(error == null ? next.getNow(null) : null, error);
        } else {
            follow(next, this::end);
        }
    }

    /** Ends this future, unless it has ended. */
    protected final void end(@Nullable Object value, @Nullable Throwable error) {
        settle(value, error);
    }

    /** Whether something answered in place of the provider that is shown, whose own attempt failed. */
    public final boolean isSubstituted() {
        return !isCompletedExceptionally()
                && (call.isCompletedExceptionally()
                        || (call instanceof ForwardingFuture forwarding && forwarding.isSubstituted()));
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        call.cancel(mayInterruptIfRunning); // another one perhaps, which was begun meanwhile
        return cancelled;
    }

    @Override
    protected void cancelled() {
        call.cancel(true);
    }

    @Override
    public Map<String, Object> attachments() {
        return call.attachments();
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return call.remoteAddress();
    }

    @Override
    public Duration elapsed() {
        return call.elapsed();
    }

    /** The engine awaits synchronous calls only, and those are never wrapped. */
    @Override
    @SuppressWarnings("NullAway") // The checker does not look at type arguments; this one admits null.
    public @Nullable Object await() throws Throwable {
        return call.await();
    }
}
