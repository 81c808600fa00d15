// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.time.Duration;
import java.util.List;

/** Live heap for each asynchronous call that waits for its answer, with 100 000 of them in flight on both sides. */
final class OutstandingRun {
    static final int CALLS = 100_000;
    /** At a time, so that no provider's queue overflows. */
    private static final int BATCH = 1_000;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Options options;
    private final Launcher launcher;

    OutstandingRun(Options options, Launcher launcher) {
        this.options = options;
        this.launcher = launcher;
    }

    Table run(List<Verdict> verdicts) {
        Table table = new Table(
                "Live heap of a pending asynchronous call, " + CALLS + " in flight",
                "contender",
                "consumer, bytes",
                "provider, bytes (with what the service itself keeps)");
        for (ContenderSetup setup : options.weighed()) {
            try (Pair pair = Pair.start(launcher, setup)) {
                // Classes, pools and tables are there before the measurement.
                hold(pair, BATCH);
                letGo(pair);
                double consumer = heap(pair.consumer());
                double provider = heap(pair.provider());
                hold(pair, CALLS);
                double perCallOfConsumer = (heap(pair.consumer()) - consumer) / CALLS;
                double perCallOfProvider = (heap(pair.provider()) - provider) / CALLS;
                letGo(pair);
                table.add(
                        setup.name(),
                        MarkdownReport.number(perCallOfConsumer, 0),
                        MarkdownReport.number(perCallOfProvider, 0));
                if (setup.name().equals("tern")) {
                    verdicts.addAll(Thresholds.ofPendingCall(perCallOfConsumer, perCallOfProvider));
                }
            }
        }
        return table;
    }

    private static void hold(Pair pair, int calls) {
        for (int sent = 0; sent < calls; sent += BATCH) {
            pair.consumer().obey("hold " + BATCH, LONGEST_WAIT);
            awaitHeld(pair, sent + BATCH);
        }
    }

    private static void awaitHeld(Pair pair, int calls) {
        long start = System.nanoTime();
        while (Integer.parseInt(pair.provider().obey("held", LONGEST_WAIT).get("held")) < calls) {
            if (System.nanoTime() - start > LONGEST_WAIT.toNanos()) {
                throw new IllegalStateException(pair.name() + ": of " + calls + " calls some never came.");
            }
        }
    }

    private static void letGo(Pair pair) {
        pair.provider().obey("letGo", LONGEST_WAIT);
        pair.consumer().obey("answers", Options.patience(0));
    }

    static double heap(ControlledProcess process) {
        return Double.parseDouble(process.obey("facts", LONGEST_WAIT).get("heapBytes"));
    }
}
