// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.traffic;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls at a fixed rate, whatever the answers do: a call that waits holds none of the later ones up, and its time counts
 * from when it was due.
 */
public final class Traffic implements AutoCloseable {
    private final long client;

    private final Caller caller;
    private final int sleepMillis;
    private final History history;
    private final ExecutorService threads;
    private final Thread pacer;
    private volatile boolean running = true;

    /** Makes one call, as its library does it: blocking, or with a future. */
    public interface Caller {
        CompletableFuture<Told> call(Ask ask, Executor threads);
    }

    /** Each call on a thread that waits for it. */
    public static Caller blocking(TrafficService service) {
        return (ask, threads) -> CompletableFuture.supplyAsync(() -> service.ask(ask), threads);
    }

    private Traffic(long client, Caller caller, int callsPerSecond, int sleepMillis) {
        this.client = client;
        this.history = new History(client);
        this.caller = caller;
        this.sleepMillis = sleepMillis;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "traffic-call");
            thread.setDaemon(true);
            return thread;
        });
        this.pacer = new Thread(() -> pace(callsPerSecond), "traffic-pacer");
        pacer.setDaemon(true);
    }

    /**
     * Starts to call.
     *
     * @param client part of every request's id, so that no two runs share one
     * @param sleepMillis how long the provider takes for each
     */
    public static Traffic start(long client, Caller caller, int callsPerSecond, int sleepMillis) {
        Traffic traffic = new Traffic(client, caller, callsPerSecond, sleepMillis);
        traffic.pacer.start();
        return traffic;
    }

    private void pace(int callsPerSecond) {
        Random random = new Random(client);
        long pause = TimeUnit.SECONDS.toNanos(1) / callsPerSecond;
        long due = System.nanoTime();
        for (long sequence = 0; running; sequence++) {
            while (running && System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            history.paused(System.nanoTime() - due);
            call(Ask.of(client, sequence, sleepMillis, random), due);
            due += pause;
        }
    }

    private void call(Ask ask, long due) {
        History.Call call = history.began(ask, due);
        CompletableFuture<Told> answer;
        try {
            answer = caller.call(
                    ask,
                    task -> threads.execute(() -> {
                        call.begin();
                        task.run();
                    }));
        } catch (RuntimeException e) {
            history.ended(ask, null, e);
            return;
        }
        answer.whenComplete((told, error) -> history.ended(ask, told, error));
    }

    /** What has happened so far. */
    public History history() {
        return history;
    }

    /** Begins no more calls, and waits for those that run; the ones that do not end in time are lost. */
    public History stop(Duration patience) {
        running = false;
        LockSupport.unpark(pacer);
        try {
            pacer.join(patience.toMillis());
            history.awaitAll(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return history;
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(pacer);
        threads.shutdownNow();
    }
}
