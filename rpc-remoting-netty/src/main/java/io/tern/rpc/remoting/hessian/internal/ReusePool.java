// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few idle objects for reuse. What is taken belongs to the taker alone, so calls within calls are safe; whoever finds its
 * place and the next ones empty makes a new one. Not one per thread, of which there can be many.
 */
final class ReusePool<T> {
    // References per place, so that no two places share a cache line.
    private static final int STRIDE = 16;
    private static final int TRIES = 4;

    private final AtomicReferenceArray<@Nullable T> idle;
    private final int mask;

    ReusePool() {
        int places = Math.max(TRIES, Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 2 - 1) * 2);
        this.mask = places - 1;
        this.idle = new AtomicReferenceArray<>(places * STRIDE);
    }

    @Nullable
    T take() {
        int first = first();
        for (int i = 0; i < TRIES; i++) {
            int place = (first + i & mask) * STRIDE;
            if (idle.getPlain(place) != null) {
                T object = idle.getAndSet(place, null);
                if (object != null) {
                    return object;
                }
            }
        }
        return null;
    }

    void giveBack(T object) {
        int first = first();
        for (int i = 0; i < TRIES; i++) {
            int place = (first + i & mask) * STRIDE;
            if (idle.getPlain(place) == null) {
                // Two threads may choose the same place; the object of one is then left to the garbage collector.
                idle.setRelease(place, object);
                return;
            }
        }
    }

    private int first() {
        return (int) Thread.currentThread().getId();
    }
}
