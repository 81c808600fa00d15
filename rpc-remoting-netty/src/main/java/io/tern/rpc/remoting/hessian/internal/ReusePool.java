// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few idle objects for reuse. What is taken belongs to the taker alone, so calls within calls are safe; whoever finds no
 * object makes a new one. Not one per thread, of which there can be many; threads that run at the same time mostly use different
 * places.
 */
final class ReusePool<T> {
    /** References from one place to the next: places in one cache line would slow down threads that share nothing else. */
    private static final int APART = 32;

    private final AtomicReferenceArray<@Nullable T> idle;
    private final int places;

    ReusePool() {
        this.places = Math.max(4, Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 2 - 1) * 2);
        this.idle = new AtomicReferenceArray<>((places + 2) * APART);
    }

    @Nullable
    T take() {
        for (int i = 0; i < places; i++) {
            int place = place(i);
            if (idle.get(place) != null) {
                T object = idle.getAndSet(place, null);
                if (object != null) {
                    return object;
                }
            }
        }
        return null;
    }

    void giveBack(T object) {
        for (int i = 0; i < places; i++) {
            int place = place(i);
            if (idle.get(place) == null) {
                // Should another thread do the same at this moment, one of the two objects is lost, which is no harm.
                idle.lazySet(place, object);
                return;
            }
        }
    }

    /** The thread's own place, or one of the others. */
    private int place(int distance) {
        int place = (int) Thread.currentThread().getId() + distance & places - 1;
        // One further, away from the length of the array.
        return (place + 1) * APART;
    }
}
