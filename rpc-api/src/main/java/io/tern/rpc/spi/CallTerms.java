// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.ContextSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one call besides what its method is configured for. Immutable.
 *
 * @param ownTimeout whether the timeout is the caller's word, which no provider's changes
 * @param countsDown whether providers are told how much time is left
 * @param limited whether the call serves a request whose consumer will not wait beyond {@code limitNanos}
 * @param limitNanos a time of the {@link Ticker}; means nothing unless {@code limited}
 * @param address the only provider that may get the call, {@code host:port}; null: any
 * @param context what its callbacks see of the caller's context; null: nothing
 */
public record CallTerms(
        boolean ownTimeout,
        boolean countsDown,
        boolean limited,
        long limitNanos,
        @Nullable String address,
        @Nullable ContextSnapshot context) {
    /** Those of a method whose calls count down, if nothing else is said. */
    public static final CallTerms COUNTDOWN = new CallTerms(false, true, false, 0, null, null);

    /** What is left of them when nobody waits for the call any more. */
    public CallTerms unawaited() {
        return new CallTerms(ownTimeout, false, false, 0, address, null);
    }

    /** The same for a call whose callbacks see this of the caller's context. */
    public CallTerms withContext(ContextSnapshot seen) {
        return new CallTerms(ownTimeout, countsDown, limited, limitNanos, address, seen);
    }

    /** The earlier one of a time and the limit. */
    long limited(long nanos) {
        return limited && limitNanos - nanos < 0 ? limitNanos : nanos;
    }
}
