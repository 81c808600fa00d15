// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import java.util.function.LongSupplier;

/** The monotonic clock of all durations and deadlines; tests replace it. */
@FunctionalInterface
public interface Ticker extends LongSupplier {
    /** The real one. */
    Ticker SYSTEM = System::nanoTime;

    /** Nanoseconds from an arbitrary origin; only differences have a meaning. */
    long nanos();

    /** The same as {@link #nanos}. */
    @Override
    default long getAsLong() {
        return nanos();
    }
}
