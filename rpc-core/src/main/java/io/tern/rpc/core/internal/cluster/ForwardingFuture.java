// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.core.internal.consumer.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An asynchronous call's outcome that is made from another one's; ends on the thread on which that one ends. */
abstract class ForwardingFuture extends ResponseFuture<@Nullable Object> {
    private final ResponseFuture<@Nullable Object> call;

    ForwardingFuture(ResponseFuture<@Nullable Object> call) {
        this.call = call;
    }

    /** To be called last in the constructor: the call may have ended by now. */
    final void follow(BiConsumer<@Nullable Object, @Nullable Throwable> end) {
        Outcome.whenEnded(call, end);
    }

    /** Ends this future, unless it has ended. */
    final void end(@Nullable Object value, @Nullable Throwable error) {
        settle(value, error);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        call.cancel(mayInterruptIfRunning);
        return cancelled;
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
