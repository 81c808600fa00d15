// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.ResponseFuture;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code actives}: so many calls of one method at a time. A slot is held until the call ends, whatever its mode. Who finds
 * none waits on the calling thread; the wait counts against the call's deadline.
 *
 * <p>The slots outlive this link: calls that run while the method's settings change keep theirs.
 */
final class ActiveLimit implements Invoker {
    private final Slots slots;
    private final MethodSettings settings;
    private final Invoker next;
    private final Ticker ticker;
    private final RpcObserver observer;

    /** The slots of a method. Calls that were begun while there was no limit hold none. */
    static final class Slots extends Semaphore {
        private static final long serialVersionUID = 1L;

        private int size; // guarded by this

        Slots() {
            super(0);
        }

        /** Lets so many calls run; those that run already may be more, and then nobody is let in until enough have ended. */
        synchronized void resize(int wanted) {
            if (wanted > size) {
                release(wanted - size);
            } else {
                reducePermits(size - wanted);
            }
            size = wanted;
        }
    }

    ActiveLimit(Slots slots, MethodSettings settings, Invoker next, Ticker ticker, RpcObserver observer) {
        slots.resize(settings.actives());
        this.slots = slots;
        this.settings = settings;
        this.next = next;
        this.ticker = ticker;
        this.observer = observer;
    }

    @Override
    public ResponseFuture<@Nullable Object> invoke(Invocation call) {
        if (!slots.tryAcquire()) {
            try {
                if (!slots.tryAcquire(call.deadlineNanos() - ticker.nanos(), TimeUnit.NANOSECONDS)) {
                    return refuse(call);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ResponseFuture.failed(CallErrors.interruptedBeforeSending(call, ticker.nanos(), e));
            }
        }
        ResponseFuture<@Nullable Object> future = next.invoke(call);
        future.beforeStages((value, error) -> slots.release());
        return future;
    }

    private ResponseFuture<@Nullable Object> refuse(Invocation call) {
        observer.counted(RpcObserver.Event.CALL_REFUSED);
        return ResponseFuture.failed(CallErrors.tooManyActive(call, settings, ticker.nanos()));
    }
}
