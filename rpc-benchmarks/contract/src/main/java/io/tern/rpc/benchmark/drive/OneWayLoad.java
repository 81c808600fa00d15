// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread sends calls that nobody answers. The provider counts what it has served; asking for that number, by a normal asynchronous call, bounds what is on
 * its way. Done when the provider has counted all.
 */
final class OneWayLoad implements Load {
    private static final long POLL_NANOS = 20_000;
    private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;

    private final Client client;
    private final Cell cell;
    private final Inputs inputs;

    OneWayLoad(Client client, Cell cell) {
        this.client = client;
        this.cell = cell;
        this.inputs = new Inputs(client, cell);
    }

    @Override
    public long run(long nanos, Latencies latencies) {
        Tally tally = new Tally(client);
        int askEvery = Math.max(1, cell.width() / 5);
        long end = System.nanoTime() + nanos;
        int sent = 0;
        while (System.nanoTime() < end) {
            if (sent % askEvery == 0) {
                tally.ask();
            }
            if (sent - tally.served() >= cell.width()) {
                tally.await(sent - cell.width() * 3L / 4);
            }
            client.send(inputs.argument(sent));
            sent++;
        }
        tally.await(sent);
        if (tally.served() != sent) {
            throw new IllegalStateException(sent + " one-way calls were sent, but " + tally.served() + " served.");
        }
        return sent;
    }

    /** What the provider has served since this object was made. */
    private static final class Tally {
        private final Client client;
        private final Object noArgument;
        private final long atBegin;
        private final AtomicBoolean asked = new AtomicBoolean();
        private volatile long served;
        private volatile @Nullable Throwable failure;

        Tally(Client client) {
            this.client = client;
            this.noArgument = client.argument(Operation.CREATED_USERS, 0);
            try {
                this.atBegin = (Long) client.call(Operation.CREATED_USERS, noArgument);
            } catch (Exception e) {
                throw new IllegalStateException("The provider does not tell what it has served.", e);
            }
        }

        long served() {
            return served;
        }

        void ask() {
            if (asked.compareAndSet(false, true)) {
                client.callAsync(Operation.CREATED_USERS, noArgument, (count, reason) -> {
                    if (count instanceof Long number) {
                        served = number - atBegin;
                    } else {
                        failure = reason;
                    }
                    asked.set(false);
                });
            }
        }

        void await(long wanted) {
            long start = System.nanoTime();
            while (served < wanted) {
                Throwable reason = failure;
                if (reason != null) {
                    throw new IllegalStateException("The provider does not tell what it has served.", reason);
                }
                if (System.nanoTime() - start > LONGEST_WAIT_NANOS) {
                    throw new IllegalStateException("Of one-way calls, " + (wanted - served) + " were lost.");
                }
                ask();
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }
}
