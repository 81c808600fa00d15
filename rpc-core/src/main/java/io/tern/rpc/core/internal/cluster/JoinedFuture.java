// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.core.internal.consumer.CallErrors;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one call that goes to several providers at a time. Each of them gets an invocation of its own; those of a
 * synchronous call are asynchronous, and their caller waits for this future. Cancelling it cancels what is under way.
 */
abstract class JoinedFuture extends GuardedFuture {
    private final Invocation call;
    private final ProviderChoice choice;
    private final Ticker ticker;
    private final List<EndpointInvoker> providers;
    private final @Nullable Object[] values;
    private final @Nullable Throwable[] errors;
    private final AtomicInteger pending;
    /** Taken by the part whose end is this future's, so that facts and value are of the same one. */
    private final AtomicBoolean claimed = new AtomicBoolean();

    private List<ResponseFuture<@Nullable Object>> parts = List.of();
    private volatile @Nullable ResponseFuture<@Nullable Object> shown;
    private volatile long endNanos;

    JoinedFuture(Invocation call, ProviderChoice choice, Ticker ticker, List<EndpointInvoker> providers) {
        super(call, choice.isEventLoop());
        this.call = call;
        this.choice = choice;
        this.ticker = ticker;
        this.providers = providers;
        this.values = new @Nullable Object[providers.size()];
        this.errors = new @Nullable Throwable[providers.size()];
        this.pending = new AtomicInteger(providers.size());
    }

    /** Starts all parts; a synchronous call has ended when it returns. On an event loop such a call fails unsent. */
    final ResponseFuture<@Nullable Object> begin() {
        CallOptions written = call.options();
        boolean waits = written.mode() == CallMode.SYNC;
        if (waits && isOnEventLoop()) {
            return ResponseFuture.failed(CallErrors.blockingCall(call, ticker.nanos()));
        }
        CallOptions options = waits
                ? new CallOptions(CallMode.FUTURE, false, written.timeoutNanos(), written.retries(), written.terms())
                : written;
        List<ResponseFuture<@Nullable Object>> started = start(options);
        parts = started;
        // Only now: all are under way before the first of them counts.
        for (int i = 0; i < started.size(); i++) {
            int index = i;
            Outcome.whenEnded(started.get(i), (value, error) -> partEnded(index, value, error));
        }
        return waits ? waitedFor() : this;
    }

    private List<ResponseFuture<@Nullable Object>> start(CallOptions options) {
        List<ResponseFuture<@Nullable Object>> started = new ArrayList<>(providers.size());
        try {
            for (EndpointInvoker provider : providers) {
                Invocation part = call.again(options, call.startNanos());
                part.bind();
                started.add(choice.attempt(provider, part));
            }
        } catch (RuntimeException | Error fault) {
            started.forEach(part -> part.cancel(true));
            throw fault;
        }
        return started;
    }

    private void partEnded(int index, @Nullable Object value, @Nullable Throwable error) {
        values[index] = value;
        errors[index] = error;
        boolean last = pending.decrementAndGet() == 0;
        if (isDone()) {
            return;
        }
        try {
            ended(index, error, last);
        } catch (Throwable fault) {
            // Nobody else would end this future.
            end(parts.get(index), null, fault);
        }
    }

    /**
     * A part has ended.
     *
     * @param last whether all have: then {@link #value} and {@link #error} are known for all of them
     */
    abstract void ended(int index, @Nullable Throwable error, boolean last);

    /** Ends this future as one of its parts did; the others are cancelled. */
    final void endAs(int index) {
        end(parts.get(index), value(index), error(index));
        for (ResponseFuture<@Nullable Object> part : parts) {
            part.cancel(true);
        }
    }

    /** Ends this future with the facts of a part. */
    final void end(int facts, @Nullable Object value, @Nullable Throwable error) {
        end(parts.get(facts), value, error);
    }

    private void end(ResponseFuture<@Nullable Object> facts, @Nullable Object value, @Nullable Throwable error) {
        if (claimed.compareAndSet(false, true)) {
            endNanos = ticker.nanos();
            shown = facts;
            settle(value, error);
        }
    }

    final Invocation call() {
        return call;
    }

    final List<EndpointInvoker> providers() {
        return providers;
    }

    final @Nullable Object value(int index) {
        return values[index];
    }

    final @Nullable Throwable error(int index) {
        return errors[index];
    }

    /** The values of all parts, once all have ended. */
    final List<@Nullable Object> values() {
        return Arrays.asList(values);
    }

    /** The errors of those that failed, in the order of the providers, once all have ended. */
    final Map<EndpointInvoker, Throwable> errors() {
        Map<EndpointInvoker, Throwable> found = new LinkedHashMap<>();
        for (int i = 0; i < errors.length; i++) {
            Throwable error = errors[i];
            if (error != null) {
                found.put(providers.get(i), error);
            }
        }
        return found;
    }

    final long nowNanos() {
        return ticker.nanos();
    }

    /** Every part ends at its deadline, so this does not wait for ever. */
    private ResponseFuture<@Nullable Object> waitedFor() {
        try {
            get();
        } catch (ExecutionException | CancellationException e) {
            // The outcome is this future's.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel(true);
            return ResponseFuture.failed(CallErrors.interrupted(call, ticker.nanos(), e));
        }
        return this;
    }

    @Override
    protected void cancelled() {
        for (ResponseFuture<@Nullable Object> part : parts) {
            part.cancel(true);
        }
    }

    @Override
    public Map<String, Object> attachments() {
        ResponseFuture<@Nullable Object> facts = shown;
        return facts == null ? Map.of() : facts.attachments();
    }

    @Override
    public @Nullable InetSocketAddress remoteAddress() {
        ResponseFuture<@Nullable Object> facts = shown;
        return facts == null ? null : facts.remoteAddress();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos((shown == null ? ticker.nanos() : endNanos) - call.startNanos());
    }

    /** The engine awaits synchronous calls only, and those have ended in {@link #begin}. */
    @Override
    public @Nullable Object await() throws Throwable {
        return Outcome.await(this);
    }
}
