// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Races in a {@link TaskPool}. Its threads are the test's: it believes to have started them, and an actor does the work of
 * one. No watch looks after it, so a task that the pool's own rule forgets stays forgotten.
 */
public class TaskPoolStress {
    /** Longer than any pause of a test machine. */
    private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final ScheduledExecutorService NO_TIMER = ended();

    private static ScheduledExecutorService ended() {
        ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);
        timer.shutdown();
        return timer;
    }

    /** A pool that believes to have {@code others} threads awake besides one, which an actor plays. */
    private static final class Stage {
        private final List<Worker> workers = new ArrayList<>();
        private final TaskPool pool;
        private int done;

        Stage(int others) {
            pool = new TaskPool(this::thread, 0, 1 + others, ALIVE_NANOS, NO_TIMER);
            for (int i = 0; i <= others; i++) {
                pool.execute(() -> {});
            }
        }

        /** Never started: the pool's call of start() does nothing. */
        private Thread thread(Runnable worker) {
            workers.add((Worker) worker);
            return new Thread(worker) {
                @Override
                public void start() {}
            };
        }

        /** The pool thinks that tasks are short, so that it wakes nobody while enough threads are awake. */
        Stage withShortTasks() {
            for (int i = 0; i < 64; i++) {
                pool.took(0);
            }
            return this;
        }

        /** Does a worker's work on this thread until the pool is closed. */
        void work() {
            Worker worker = workers.get(0);
            worker.thread = Thread.currentThread();
            worker.run();
        }

        void submit() {
            pool.execute(() -> {
                done++;
                pool.close();
            });
        }
    }

    @JCStressTest
    @Description("A task is submitted while the only thread goes to sleep: it is done at once.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE)
    @State
    public static class SubmitToOne {
        private final Stage stage = new Stage(0);

        @Actor
        public void submitter() {
            stage.submit();
        }

        @Actor
        public void worker(II_Result result) {
            stage.work();
            result.r1 = stage.done;
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = stage.pool.hasBacklog() ? 0 : 1;
        }
    }

    @JCStressTest
    @Description("As before, with so many threads awake that the submitter wakes none unless it sees this one sleep.")
    @Outcome(id = "1, 1", expect = ACCEPTABLE)
    @State
    public static class SubmitToMany {
        private final Stage stage = new Stage(Runtime.getRuntime().availableProcessors() - 1).withShortTasks();

        @Actor
        public void submitter() {
            stage.submit();
        }

        @Actor
        public void worker(II_Result result) {
            stage.work();
            result.r1 = stage.done;
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = stage.pool.hasBacklog() ? 0 : 1;
        }
    }

    @JCStressTest
    @Description("A pool is closed while a task is submitted: the task is done or refused.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "done")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "refused")
    @State
    public static class SubmitAndClose {
        private final Stage stage = new Stage(0);

        @Actor
        public void submitter(II_Result result) {
            try {
                stage.pool.execute(() -> stage.done++);
            } catch (java.util.concurrent.RejectedExecutionException e) {
                result.r2 = 1;
            }
        }

        @Actor
        public void closer() {
            stage.pool.close();
        }

        @Arbiter
        public void look(II_Result result) {
            stage.work();
            result.r1 = stage.done;
        }
    }
}
