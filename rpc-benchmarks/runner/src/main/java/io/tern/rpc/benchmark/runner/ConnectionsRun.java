// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.util.List;

/** Live heap for each idle connection, with 10 000 of them between two JVMs. */
final class ConnectionsRun {
    static final int CONNECTIONS = 10_000;

    private static final int BATCH = 50;

    private final Options options;
    private final Launcher launcher;

    ConnectionsRun(Options options, Launcher launcher) {
        this.options = options;
        this.launcher = launcher;
    }

    Table run(List<Verdict> verdicts) {
        Table table = new Table(
                "Live heap of an idle connection, " + CONNECTIONS + " open",
                "contender",
                "consumer, KiB",
                "provider, KiB",
                "s to open them");
        for (ContenderSetup setup : options.weighed()) {
            if (!setup.hasManyConnections()) {
                continue;
            }
            try (Pair pair = Pair.start(launcher, setup)) {
                open(pair, BATCH);
                double consumer = OutstandingRun.heap(pair.consumer());
                double provider = OutstandingRun.heap(pair.provider());
                long start = System.nanoTime();
                open(pair, CONNECTIONS);
                double seconds = (System.nanoTime() - start) / 1e9;
                double ofConsumer = (OutstandingRun.heap(pair.consumer()) - consumer) / CONNECTIONS / 1024;
                double ofProvider = (OutstandingRun.heap(pair.provider()) - provider) / CONNECTIONS / 1024;
                table.add(
                        setup.name(),
                        MarkdownReport.number(ofConsumer, 1),
                        MarkdownReport.number(ofProvider, 1),
                        MarkdownReport.number(seconds, 1));
                if (setup.name().equals("tern")) {
                    verdicts.addAll(Thresholds.ofConnection(ofConsumer, ofProvider));
                }
            }
        }
        return table;
    }

    private static void open(Pair pair, int connections) {
        for (int open = 0; open < connections; open += BATCH) {
            pair.consumer().obey("connections " + BATCH, Options.patience(0));
        }
    }
}
