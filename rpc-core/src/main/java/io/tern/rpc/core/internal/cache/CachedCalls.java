// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cache;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.core.internal.cluster.ForwardingFuture;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls of one method whose arguments were there before from what a provider answered then. Each caller gets an object
 * of its own. What somebody else answers in a provider's place (a mock, a cluster that hides failures, a filter) is not kept,
 * nor are exceptions; one-way calls are always sent.
 */
final class CachedCalls implements Invoker {
    private static final Logger log = LoggerFactory.getLogger(CachedCalls.class);

    private final Invoker next;
    private final Copies copies;
    private final Supplier<Results> results;
    private final LogLimit warnings;
    private final BooleanSupplier isEventLoop;

    CachedCalls(
            Invoker next, Copies copies, Supplier<Results> results, LogLimit warnings, BooleanSupplier isEventLoop) {
        this.next = next;
        this.copies = copies;
        this.results = results;
        this.warnings = warnings;
        this.isEventLoop = isEventLoop;
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        if (call.options().mode() == CallMode.ONEWAY) {
            return next.invoke(call);
        }
        Results known;
        Object key;
        try {
            known = results.get();
            key = copies.key(call.arguments());
            Object kept = known.find(key);
            if (kept != null) {
                return ResponseFuture.completed(copies.restored(kept, call.method()));
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Sending will fail likewise, or shows that it works: either way the caller hears the right thing.
            warn(call, e);
            return next.invoke(call);
        }
        ResponseFuture<@Nullable Object> future = next.invoke(call);
        if (call.options().mode() == CallMode.FUTURE && !future.isDone()) {
            return new KeptFuture(future, call, known, key);
        }
        Outcome.whenEnded(future, (value, error) -> {
            if (error == null && isOfProvider(future)) {
                keep(known, key, value, call);
            }
        });
        return future;
    }

    private static boolean isOfProvider(ResponseFuture<@Nullable Object> future) {
        return future.remoteAddress() != null
                && !(future instanceof ForwardingFuture forwarding && forwarding.isSubstituted());
    }

    private void keep(Results known, Object key, @Nullable Object value, Invocation call) {
        try {
            known.keep(key, copies.keep(value));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // The call has its result, whatever becomes of the copy.
            warn(call, e);
        }
    }

    private void warn(Invocation call, Throwable error) {
        long heldBack = warnings.pass();
        if (heldBack != LogLimit.SUPPRESSED) {
            log.warn(
                    "A call of {} is not answered from the cache, nor kept in it ({} such warnings held back): {}",
                    call.method(),
                    heldBack,
                    error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage());
        }
    }

    /** A pending call. Its result is copied before anybody can get at it, and change it. */
    private final class KeptFuture extends ForwardingFuture {
        KeptFuture(ResponseFuture<@Nullable Object> pending, Invocation call, Results known, Object key) {
            super(pending, call, isEventLoop);
            follow(pending, (value, error) -> {
                if (error == null && isOfProvider(pending)) {
                    keep(known, key, value, call);
                }
                end(value, error);
            });
        }
    }
}
