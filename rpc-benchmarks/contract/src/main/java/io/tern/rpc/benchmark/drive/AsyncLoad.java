// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread keeps a window of calls in flight, or, in an open loop, calls at fixed points of time. */
final class AsyncLoad implements Load {
    /** In an open loop more calls than these never wait: a contender that cannot hold the rate shows it in its latencies. */
    private static final int LARGEST_OPEN_WINDOW = 1_000;

    private final Client client;
    private final Cell cell;
    private final Inputs inputs;

    AsyncLoad(Client client, Cell cell) {
        this.client = client;
        this.cell = cell;
        this.inputs = new Inputs(client, cell);
    }

    @Override
    public long run(long nanos, Latencies latencies) {
        boolean open = cell.mode() == Mode.OPEN;
        Window window = new Window(open ? LARGEST_OPEN_WINDOW : cell.width());
        double nanosPerCall = 1e9 / cell.width();
        long begin = System.nanoTime();
        long end = begin + nanos;
        int sequence = 0;
        long start = begin;
        while (start < end) {
            if (open) {
                start = begin + (long) (sequence * nanosPerCall);
                awaitTime(start);
                window.acquire();
            } else {
                window.acquire();
                start = System.nanoTime();
            }
            client.callAsync(
                    cell.operation(), inputs.argument(sequence), new Pending(sequence, start, window, latencies));
            sequence++;
        }
        window.awaitEmpty();
        return sequence;
    }

    private static void awaitTime(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            if (left > TimeUnit.MICROSECONDS.toNanos(100)) {
                LockSupport.parkNanos(left - TimeUnit.MICROSECONDS.toNanos(60));
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private final class Pending implements Answer {
        private final int sequence;
        private final long start;
        private final Window window;
        private final Latencies latencies;

        Pending(int sequence, long start, Window window, Latencies latencies) {
            this.sequence = sequence;
            this.start = start;
            this.window = window;
            this.latencies = latencies;
        }

        @Override
        public void accept(@Nullable Object result, @Nullable Throwable failure) {
            latencies.record(System.nanoTime() - start);
            try {
                if (failure != null) {
                    window.fail(failure);
                } else {
                    inputs.check(sequence, result);
                }
            } catch (RuntimeException e) {
                window.fail(e);
            }
            window.release(1);
        }
    }
}
