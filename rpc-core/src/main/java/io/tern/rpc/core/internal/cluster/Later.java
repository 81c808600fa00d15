// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

/** Runs tasks at a later time. */
@FunctionalInterface
public interface Later {
    /**
     * Runs the task once, on a thread that may block. What is still to run when the instance closes is dropped.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the instance is closed
     */
    void run(Runnable task, long delayNanos);
}
