// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.tern.rpc.core.internal.pool.TaskPool;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Short tasks from one thread to a pool of 200, from the first submission to the end of the last task. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TaskPoolBenchmark {
    private static final int THREADS = 200;
    private static final int BATCH = 100;
    /** About a microsecond: what serving a small call takes. */
    private static final int WORK_TOKENS = 500;

    @Param({"tern", "jdk"})
    public String pool = "";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger left = new AtomicInteger();
    private Executor executor;
    private Runnable close;
    private volatile Thread waiter;

    @Setup
    public void open() {
        if (pool.equals("tern")) {
            TaskPool tern = new TaskPool(Thread::new, THREADS, THREADS, Long.MAX_VALUE, timer);
            executor = tern;
            close = tern::close;
        } else {
            ThreadPoolExecutor jdk =
                    new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
            executor = jdk;
            close = jdk::shutdown;
        }
    }

    @TearDown
    public void close() {
        close.run();
        timer.shutdown();
    }

    private void work() {
        Blackhole.consumeCPU(WORK_TOKENS);
        if (left.decrementAndGet() == 0) {
            LockSupport.unpark(waiter);
        }
    }

    private void runAll(int count) {
        waiter = Thread.currentThread();
        left.set(count);
        for (int i = 0; i < count; i++) {
            executor.execute(this::work);
        }
        while (left.get() > 0) {
            LockSupport.park(this);
        }
    }

    /** The floor: the same work without a pool. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void inPlace() {
        left.set(BATCH);
        for (int i = 0; i < BATCH; i++) {
            work();
        }
    }

    @Benchmark
    public void single() {
        runAll(1);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void batch() {
        runAll(BATCH);
    }
}
