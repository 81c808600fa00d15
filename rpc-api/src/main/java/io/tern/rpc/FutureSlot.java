// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The future of one thread's last call (docs/decisions/0002).
 *
 * <p>The owning thread writes it; the sweep of {@link #release} is the only other writer and only ever replaces what it
 * has read.
 */
final class FutureSlot {
    /** How long a future that was taken and is done stays strongly held by its thread. */
    static final long GRACE_NANOS = 1_000_000_000L;

    private static final VarHandle FUTURE;

    static {
        try {
            FUTURE = MethodHandles.lookup().findVarHandle(FutureSlot.class, "future", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The {@link ResponseFuture}, or a weak reference to it, or null. */
    private volatile @Nullable Object future;
    /** When {@link #take} first handed it out; 0 if it has not. Cleared before {@link #future} is written. */
    private volatile long takenAtNanos;

    private boolean registered;

    void publish(ResponseFuture<?> published) {
        takenAtNanos = 0;
        FUTURE.setVolatile(this, published);
    }

    void clear() {
        // The read spares synchronous callers, who are the many, a store with a fence.
        if (future != null) {
            takenAtNanos = 0;
            FUTURE.setVolatile(this, null);
        }
    }

    boolean isClear() {
        return future == null;
    }

    /** Hands the future out; null if there is none. */
    @Nullable
    Object take() {
        Object current = future;
        if (current instanceof WeakReference<?> reference) {
            return reference.get();
        }
        if (current != null && takenAtNanos == 0) {
            // Never 0, which means "not taken".
            takenAtNanos = System.nanoTime() | 1;
            if (!registered) {
                registered = true;
                InternalRpcContext.register(this);
            }
        }
        return current;
    }

    /** Called by the sweep, on any thread: an idle thread must not keep a result that was taken and is done. */
    void release(long nowNanos) {
        Object seen = future;
        // Order matters: the owner clears takenAtNanos before it writes another future, so a value read after `seen`
        // either belongs to it or makes the compare-and-set fail.
        long taken = takenAtNanos;
        if (taken != 0 && nowNanos - taken > GRACE_NANOS && seen instanceof ResponseFuture<?> done && done.isDone()) {
            FUTURE.compareAndSet(this, seen, new WeakReference<>(done));
        }
    }
}
