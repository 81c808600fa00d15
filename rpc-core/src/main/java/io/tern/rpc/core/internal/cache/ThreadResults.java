// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cache;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * The results of one method, for each thread its own. Kept here and not by the threads, so that they go with the reference;
 * those of a thread that is gone go too. Thread-safe.
 */
final class ThreadResults implements Supplier<Results> {
    private final Map<Thread, Results> byThread = new WeakHashMap<>(); // guarded by itself
    private final Supplier<Results> empty;

    ThreadResults(Supplier<Results> empty) {
        this.empty = empty;
    }

    /** Those of the current thread. */
    @Override
    public Results get() {
        synchronized (byThread) {
            return byThread.computeIfAbsent(Thread.currentThread(), thread -> empty.get());
        }
    }
}
