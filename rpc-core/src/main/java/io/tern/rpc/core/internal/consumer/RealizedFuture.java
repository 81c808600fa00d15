// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The outcome of a call that was made in another form than the caller's; ends when that call ends, on the same thread. */
abstract class RealizedFuture extends ResponseFuture<@Nullable Object> {
    private final ResponseFuture<@Nullable Object> plain;

    @SuppressWarnings("this-escape") // The last step: what is overridden does not use the object's own state.
    RealizedFuture(ResponseFuture<@Nullable Object> plain) {
        super(plain);
        this.plain = plain;
        Outcome.whenEnded(plain, this::end);
    }

    /** The caller's form of a value; what it throws is the outcome. */
    abstract @Nullable Object realized(@Nullable Object value);

    /** The caller's form of an error. */
    abstract Throwable realized(Throwable error);

    private void end(@Nullable Object value, @Nullable Throwable error) {
        if (error instanceof CancellationException && isEnding()) {
            return; // this was cancelled, which is no answer that has another form
        }
        try {
            if (error == null) {
                settle(realized(value), null);
            } else {
                settle(null, realized(error));
            }
        } catch (Throwable fault) {
            settle(null, fault);
        }
    }

    @Override
    protected void cancelled() {
        plain.cancel(true);
    }

    @Override
    public Map<String, Object> attachments() {
        return plain.attachments();
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        return plain.remoteAddress();
    }

    @Override
    public Duration elapsed() {
        return plain.elapsed();
    }

    @Override
    public @Nullable Object await() throws Throwable {
        Outcome.awaitEnd(plain);
        try {
            return super.get();
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    // The transport's future knows who must not wait for it.

    @Override
    public @Nullable Object get() throws InterruptedException, ExecutionException {
        if (!isDone()) {
            try {
                plain.get();
            } catch (ExecutionException | CancellationException e) {
                // Of the other form; this one has its own.
            }
        }
        return super.get();
    }

    @Override
    public @Nullable Object get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!isDone()) {
            long start = System.nanoTime();
            try {
                plain.get(timeout, unit);
            } catch (ExecutionException | CancellationException e) {
                // Of the other form; this one has its own.
            }
            return super.get(Math.max(0, unit.toNanos(timeout) - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
        }
        return super.get(timeout, unit);
    }

    @Override
    public @Nullable Object join() {
        if (!isDone()) {
            try {
                plain.join();
            } catch (RuntimeException e) {
                // As above, or a thread that must not wait.
                if (!plain.isDone()) {
                    throw e;
                }
            }
        }
        return super.join();
    }
}
