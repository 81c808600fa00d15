// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Waits for rules without a thread, and not for ever. */
final class RulesWait {
    private RulesWait() {}

    /** Runs {@code next}, once or twice: when the rules are known, and at the latest after so much time. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void then(CompletableFuture<?> rules, ScheduledExecutorService scheduler, int limitMillis, Runnable next) {
        if (!rules.isDone()) {
            try {
                Future<?> limit = scheduler.schedule(next, limitMillis, TimeUnit.MILLISECONDS);
                rules.whenComplete((known, error) -> {
                    limit.cancel(false);
                    next.run();
                });
                return;
            } catch (RejectedExecutionException closing) {
                // The process ends, and nothing is worth waiting for.
            }
        }
        next.run();
    }
}
