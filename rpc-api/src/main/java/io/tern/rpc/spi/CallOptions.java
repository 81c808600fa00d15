// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How one method is called; worked out once per method and style. Immutable.
 *
 * @param mode what the caller gets
 * @param sent whether the calling thread waits until the request is written, for modes that do not wait for a reply
 * @param timeoutNanos from the start of an attempt to its deadline, above 0
 * @param retries further attempts after the first, 0 or more
 * @param terms what holds for this call besides; null, as a rule: nothing
 */
public record CallOptions(
        CallMode mode,
        boolean sent,
        long timeoutNanos,
        int retries,
        @Nullable CallTerms terms) {
    public CallOptions {
        requireNonNull(mode, "mode");
        if (timeoutNanos <= 0) {
            throw new IllegalArgumentException("timeoutNanos: " + timeoutNanos + " (expected: above 0)");
        }
        if (retries < 0) {
            throw new IllegalArgumentException("retries: " + retries + " (expected: 0 or more)");
        }
    }

    /** Without terms. */
    public CallOptions(CallMode mode, boolean sent, long timeoutNanos, int retries) {
        this(mode, sent, timeoutNanos, retries, null);
    }

    /** The same in another mode. */
    public CallOptions mode(CallMode other) {
        return other == mode ? this : new CallOptions(other, sent, timeoutNanos, retries, terms);
    }

    /** The only provider that may get the call, {@code host:port}; null: any. */
    public @Nullable String address() {
        return terms == null ? null : terms.address();
    }
}
