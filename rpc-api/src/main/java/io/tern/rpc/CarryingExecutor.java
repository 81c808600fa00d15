// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs each task with the context of the thread that handed it over. All else is the executor's below. */
final class CarryingExecutor extends AbstractExecutorService {
    private final ExecutorService below;

    CarryingExecutor(ExecutorService below) {
        this.below = below;
    }

    /** What {@code submit} and {@code invokeAll} make of their tasks comes here too, still on the thread that hands it over. */
    @Override
    public void execute(Runnable task) {
        below.execute(RpcContext.wrap(task));
    }

    @Override
    public void shutdown() {
        below.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return below.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return below.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return below.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return below.awaitTermination(timeout, unit);
    }
}
