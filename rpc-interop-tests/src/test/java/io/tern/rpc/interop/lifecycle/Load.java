// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Threads that call one after the other until they are told to end. */
final class Load {
    private final LongAdder succeeded = new LongAdder();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    Load(WorkService stub, int callers) {
        for (int i = 0; i < callers; i++) {
            String own = "caller " + i;
            Thread thread = new Thread(() -> call(stub, own), "test-load-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void call(WorkService stub, String own) {
        while (!ended) {
            try {
                if (!stub.quick(own).equals(own)) {
                    throw new AssertionError("wrong answer");
                }
                succeeded.increment();
            } catch (RuntimeException | AssertionError e) {
                failures.add(e);
            }
        }
    }

    long succeeded() {
        return succeeded.sum();
    }

    /** Ends all threads; what failed. */
    List<Throwable> end() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        return List.copyOf(failures);
    }
}
