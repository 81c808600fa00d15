// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskPoolTest {
    private static final int MANY = 200;

    private final Set<Thread> made = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Throwable> uncaught = new AtomicReference<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ThreadFactory factory = task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, error) -> uncaught.set(error));
        made.add(thread);
        return thread;
    };
    private final TaskPool pool = new TaskPool(factory, 0, MANY, TimeUnit.SECONDS.toNanos(30), timer);

    @AfterEach
    void close() {
        pool.closeNow();
        timer.shutdownNow();
    }

    private void runShortTasks() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(10_000);
        for (int i = 0; i < 10_000; i++) {
            pool.execute(done::countDown);
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void everyTaskRunsOnceWhoeverSubmitsIt() throws InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        List<Thread> submitters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            submitters.add(new Thread(() -> {
                for (int task = 0; task < 25_000; task++) {
                    pool.execute(ran::incrementAndGet);
                    if (task % 100 == 0) {
                        Thread.yield(); // lets the pool fall asleep now and then
                    }
                }
            }));
        }
        submitters.forEach(Thread::start);
        for (Thread submitter : submitters) {
            submitter.join();
        }
        await().until(() -> ran.get() == 100_000);
        assertThat(pool.hasBacklog()).isFalse();
    }

    @Test
    void shortTasksShareFewThreads() throws InterruptedException {
        runShortTasks();
        made.clear();
        runShortTasks();
        assertThat(made).hasSizeLessThan(MANY / 4);
    }

    @Test
    void tasksThatBlockHaveAThreadEachEvenAfterManyShortOnes() throws InterruptedException {
        runShortTasks();
        CountDownLatch all = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            pool.execute(() -> {
                all.countDown();
                try {
                    all.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(all.await(60, TimeUnit.SECONDS)).as("all run at once").isTrue();
    }

    @Test
    void neverMoreThreadsThanAllowed() throws InterruptedException {
        TaskPool small = new TaskPool(factory, 0, 2, TimeUnit.SECONDS.toNanos(30), timer);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            small.execute(() -> {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                done.countDown();
            });
        }
        await().until(() -> made.size() == 2 && small.missing() > 0);
        assertThat(done.getCount()).isEqualTo(20);
        gate.countDown();
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(made).hasSize(2);
        small.close();
    }

    @Test
    void idleThreadsEndButForTheCore() {
        TaskPool brief = new TaskPool(factory, 1, MANY, TimeUnit.MILLISECONDS.toNanos(20), timer);
        CountDownLatch gate = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            brief.execute(() -> {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        await().until(() -> made.size() == 8);
        gate.countDown();
        await().until(() -> made.stream().filter(Thread::isAlive).count() == 1);
        brief.close();
        await().until(() -> made.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void aTaskThatThrowsOrLeavesItsThreadInterruptedHarmsNoOther() throws InterruptedException {
        IllegalStateException thrown = new IllegalStateException("a task's own");
        pool.execute(() -> Thread.currentThread().interrupt());
        pool.execute(() -> {
            throw thrown;
        });
        runShortTasks();
        await().until(() -> uncaught.get() != null); // the thread that failed may be the last one to go on
        assertThat(uncaught.get()).isSameAs(thrown);
    }

    @Test
    void closingRunsWhatWaitsAndRefusesWhatComes() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            pool.execute(() -> {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                ran.incrementAndGet();
            });
        }
        pool.close();
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        await().until(() -> ran.get() == 50);
        await().until(() -> made.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void closingNowInterruptsWhatRunsAndReturnsWhatWaits() throws InterruptedException {
        TaskPool single = new TaskPool(factory, 0, 1, TimeUnit.SECONDS.toNanos(30), timer);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        single.execute(() -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
        Runnable waiting = () -> {};
        single.execute(waiting);
        assertThat(single.closeNow()).containsExactly(waiting);
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void withoutAnyThreadATaskIsNotKept() {
        TaskPool poor = new TaskPool(
                task -> new Thread(task) {
                    @Override
                    public synchronized void start() {
                        throw new OutOfMemoryError("no thread");
                    }
                },
                0,
                MANY,
                TimeUnit.SECONDS.toNanos(30),
                timer);
        assertThatThrownBy(() -> poor.execute(() -> {})).isInstanceOf(OutOfMemoryError.class);
        assertThat(poor.hasBacklog()).isFalse();
    }
}
