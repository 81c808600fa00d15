// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.outside;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Serves {@link WhereService}. */
final class Where implements WhereService {
    final CountDownLatch gate = new CountDownLatch(1);
    /** Open once somebody waits at the gate: a request counts as running before the service is called. */
    final CountDownLatch atGate = new CountDownLatch(1);

    @Override
    public String thread() {
        return Thread.currentThread().getName();
    }

    @Override
    public String slowThread() {
        atGate.countDown();
        try {
            if (!gate.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gate stayed closed");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return thread();
    }
}
