// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What filters see of the answer of a service, or of a callback object. */
public final class ServedFuture extends ResponseFuture<@Nullable Object> {
    private final Invocation invocation;
    private final Ticker ticker;
    private volatile long endNanos;

    /** Of a request that has begun. */
    public ServedFuture(Invocation invocation, Ticker ticker) {
        this.invocation = invocation;
        this.ticker = ticker;
    }

    /** Does nothing if it has ended. */
    public void end(@Nullable Object value, @Nullable Throwable error) {
        if (isDone()) {
            return;
        }
        endNanos = ticker.nanos();
        if (error == null) {
            complete(value);
        } else {
            completeExceptionally(error);
        }
    }

    /** Empty: what the service sets for its reply goes to the consumer and not through filters. */
    @Override
    public Map<String, Object> attachments() {
        return Map.of();
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return invocation.remoteAddress();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos((isDone() ? endNanos : ticker.nanos()) - invocation.startNanos());
    }

    @Override
    public @Nullable Object await() throws Throwable {
        try {
            return get(Math.max(0, invocation.deadlineNanos() - ticker.nanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
