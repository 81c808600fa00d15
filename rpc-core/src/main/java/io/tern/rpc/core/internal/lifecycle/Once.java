// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A step of a stop, which is done once however many ask for it. Who comes second waits for the first, since it must not go
 * on to take away what the first still needs: beans, or the process. Thread-safe.
 */
public final class Once {
    private final AtomicReference<@Nullable Thread> doer = new AtomicReference<>();
    private final CountDownLatch done = new CountDownLatch(1);

    /**
     * Does it, or waits until it is done; the thread that is doing it does not wait for itself.
     *
     * @return false if another thread was not done with it within this time, or this one was interrupted
     */
    public boolean run(Runnable step, long patienceMillis) {
        Thread current = Thread.currentThread();
        if (doer.compareAndSet(null, current)) {
            try {
                step.run();
            } finally {
                done.countDown();
            }
            return true;
        }
        if (doer.get() == current) {
            return true;
        }
        try {
            return done.await(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            current.interrupt();
            return false;
        }
    }
}
