// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReusePoolTest {
    @Test
    void whatWasGivenBackIsTakenOnce() {
        ReusePool<Object> pool = new ReusePool<>();
        Object first = new Object();
        Object second = new Object();
        assertThat(pool.take()).isNull();
        pool.giveBack(first);
        pool.giveBack(second);
        assertThat(List.of(pool.take(), pool.take())).containsExactlyInAnyOrder(first, second);
        assertThat(pool.take()).isNull();
    }

    @Test
    void keepsOnlyAFew() {
        ReusePool<Object> pool = new ReusePool<>();
        for (int i = 0; i < 1_000; i++) {
            pool.giveBack(new Object());
        }
        int kept = 0;
        while (pool.take() != null) {
            kept++;
        }
        assertThat(kept).isBetween(1, 4 * Runtime.getRuntime().availableProcessors() + 4);
    }

    @Test
    void noTwoThreadsHaveTheSameObject() throws Exception {
        ReusePool<AtomicInteger> pool = new ReusePool<>();
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 50_000; i++) {
                    AtomicInteger users = pool.take();
                    if (users == null) {
                        users = new AtomicInteger();
                    }
                    assertThat(users.incrementAndGet() == 1).isTrue();
                    users.decrementAndGet();
                    pool.giveBack(users);
                }
            });
            thread.setUncaughtExceptionHandler((who, e) -> {
                synchronized (failures) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(30_000);
        }
        assertThat(failures).isEmpty();
    }
}
