// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A closed loop: each of so many threads makes one call after the other. The threads live as long as this object. */
final class SyncLoad implements Load, AutoCloseable {
    private final Client client;
    private final Cell cell;
    private final Inputs inputs;
    private final ExecutorService callers;

    SyncLoad(Client client, Cell cell) {
        this.client = client;
        this.cell = cell;
        this.inputs = new Inputs(client, cell);
        this.callers = Executors.newFixedThreadPool(cell.width(), task -> {
            Thread thread = new Thread(task, "caller of " + cell);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public long run(long nanos, Latencies latencies) {
        CountDownLatch gate = new CountDownLatch(1);
        long[] end = new long[1];
        List<Future<Long>> counts = new ArrayList<>();
        for (int i = 0; i < cell.width(); i++) {
            int first = i * 31;
            counts.add(callers.submit(() -> {
                gate.await();
                return callUntil(end[0], first, latencies);
            }));
        }
        end[0] = System.nanoTime() + nanos;
        gate.countDown();
        long sum = 0;
        for (Future<Long> count : counts) {
            sum += await(count, nanos);
        }
        return sum;
    }

    private long callUntil(long end, int first, Latencies latencies) throws Exception {
        int sequence = first;
        long now;
        do {
            long start = System.nanoTime();
            Object result = client.call(cell.operation(), inputs.argument(sequence));
            now = System.nanoTime();
            latencies.record(now - start);
            inputs.check(sequence, result);
            sequence++;
        } while (now < end);
        return (long) sequence - first;
    }

    private long await(Future<Long> count, long nanos) {
        try {
            return count.get(nanos + TimeUnit.SECONDS.toNanos(60), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call of " + cell + " failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("A call of " + cell + " did not return within 60 s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        }
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
