// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.Endpoint;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallTerms;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What an attempt with terms of its own tells its provider about time. */
final class TimeLeft {
    /** How long the caller waits, as text; in the constant part of a request stands what is configured. */
    private static final String TIMEOUT = "timeout";
    /** How much of that is left, a number, for those who count down. */
    private static final String REMAINING = "_TO";

    private TimeLeft() {}

    /**
     * Gives the attempt its deadline, and the request what the provider must know of it.
     *
     * @param configuredNanos the timeout of calls to this provider that have none of their own
     * @param ticker is read only if the provider must know what is left
     * @return why there is nothing to be sent any more; null if it is to be sent
     */
    static @Nullable RpcTimeoutException begin(
            Invocation call, CallTerms terms, long configuredNanos, Endpoint provider, Ticker ticker) {
        if (!terms.ownTimeout()) {
            call.timeout(configuredNanos);
        }
        if (call.options().mode() == CallMode.ONEWAY) {
            return null;
        }
        long leftMillis = 0;
        if (terms.limited() || terms.countsDown()) {
            long nowNanos = ticker.nanos();
            leftMillis = TimeUnit.NANOSECONDS.toMillis(call.deadlineNanos() - nowNanos);
            if (leftMillis < 1) {
                return CallErrors.noTimeLeft(call, provider, nowNanos);
            }
        }
        say(call, REMAINING, terms.countsDown() ? (int) Math.min(leftMillis, Integer.MAX_VALUE) : null);
        say(call, TIMEOUT, text(call, leftMillis, configuredNanos));
        return null;
    }

    /** Null takes back what an attempt before has said, perhaps to a provider with another timeout. */
    private static void say(Invocation call, String key, @Nullable Object value) {
        if (value != null || call.attachment(key) != null) {
            call.attach(key, value);
        }
    }

    /** Null if it is what is configured. */
    private static @Nullable String text(Invocation call, long leftMillis, long configuredNanos) {
        if (call.isCut()) {
            return Long.toString(leftMillis);
        }
        long wholeNanos = call.deadlineNanos() - call.attemptNanos();
        return wholeNanos == configuredNanos ? null : Long.toString(TimeUnit.NANOSECONDS.toMillis(wholeNanos));
    }
}
