// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few idle objects for reuse. What is taken belongs to the taker alone, so calls within calls are safe; whoever finds its
 * place empty makes a new one. Not one per thread, of which there can be many.
 */
final class ReusePool<T> {
    private final AtomicReferenceArray<@Nullable T> idle;

    ReusePool() {
        int places = Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 2 - 1) * 2;
        this.idle = new AtomicReferenceArray<>(Math.max(4, places));
    }

    @Nullable
    T take() {
        return idle.getAndSet(place(), null);
    }

    void giveBack(T object) {
        idle.lazySet(place(), object);
    }

    private int place() {
        return (int) Thread.currentThread().getId() & idle.length() - 1;
    }
}
