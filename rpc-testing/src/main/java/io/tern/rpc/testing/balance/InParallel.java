// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.balance;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same on several threads that start together. */
final class InParallel {
    /** What one thread does. */
    interface Task {
        void run(int thread) throws Exception;
    }

    private InParallel() {}

    /** Returns when all have ended, and throws what one of them threw. */
    static void run(int count, Task task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            CountDownLatch start = new CountDownLatch(count);
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int thread = i;
                ends.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    task.run(thread);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get(60, SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
