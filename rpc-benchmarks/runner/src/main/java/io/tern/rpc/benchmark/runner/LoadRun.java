// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import io.tern.rpc.benchmark.drive.Cell;
import java.io.PrintStream;
import java.util.List;

/** Measures cell by cell: all contenders warm up, then take turns. */
final class LoadRun {
    /** Before the first cell, so that its figures do not show the compiler. */
    private static final List<String> FIRST_WARM_UP = List.of("getUser.sync32", "getUser.async100");
    /** Peers need some seconds until they are as fast as they get; each of the two takes so many times a usual warm-up. */
    private static final int FIRST_LENGTH = 4;

    private final Options options;
    private final List<Pair> pairs;
    private final PrintStream progress;

    LoadRun(Options options, List<Pair> pairs, PrintStream progress) {
        this.options = options;
        this.pairs = pairs;
        this.progress = progress;
    }

    void run(Results results) {
        for (String cell : FIRST_WARM_UP) {
            for (Pair pair : pairs) {
                pair.run(Cell.parse(cell), FIRST_LENGTH * options.warmUpMillis());
            }
        }
        for (Cell cell : options.cells()) {
            run(cell, results);
        }
    }

    private void run(Cell cell, Results results) {
        List<Pair> able = pairs.stream().filter(pair -> pair.has(cell)).toList();
        for (Pair pair : able) {
            pair.run(cell, options.warmUpMillis());
        }
        for (int round = 0; round < options.rounds(); round++) {
            for (Pair pair : Turns.ofRound(able, round)) {
                results.add(cell, pair.name(), pair.run(cell, options.millis()));
            }
        }
        StringBuilder line = new StringBuilder(String.format("%-24s", cell.name()));
        for (Pair pair : able) {
            double rate = results.median(cell.name(), pair.name(), Measurement::callsPerSecond);
            line.append(' ').append(pair.name()).append(' ').append(MarkdownReport.rate(rate));
        }
        progress.println(line);
    }
}
