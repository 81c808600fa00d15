// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import io.tern.rpc.benchmark.drive.Cell;
import io.tern.rpc.benchmark.drive.Mode;
import io.tern.rpc.benchmark.drive.Operation;
import java.io.PrintStream;
import java.util.List;

/**
 * The same number of calls a second offered to all: 70 % of what the base could do in this run. Latency counts from the time at which a call was due, so a
 * contender that falls behind shows it.
 */
final class OpenLoopRun {
    static final double SHARE_OF_CAPACITY = 0.7;

    private static final List<String> CAPACITY_CELLS = List.of("getUser.async100", "getUser.async1000");

    private final Options options;
    private final List<Pair> pairs;
    private final PrintStream progress;

    OpenLoopRun(Options options, List<Pair> pairs, PrintStream progress) {
        this.options = options;
        this.pairs = pairs;
        this.progress = progress;
    }

    void run(Results results) {
        Cell cell = new Cell(Operation.GET_USER, 0, Mode.OPEN, offeredRate(results));
        for (Pair pair : pairs) {
            pair.run(cell, options.warmUpMillis());
        }
        for (int round = 0; round < options.rounds(); round++) {
            for (Pair pair : Turns.ofRound(pairs, round)) {
                results.add(cell, pair.name(), pair.run(cell, options.millis()));
            }
        }
        StringBuilder line = new StringBuilder(cell.name() + ", p99 µs:");
        for (Pair pair : pairs) {
            double p99 = results.median(cell.name(), pair.name(), Measurement::p99Micros);
            line.append(' ').append(pair.name()).append(' ').append(MarkdownReport.number(p99, 0));
        }
        progress.println(line);
    }

    private int offeredRate(Results results) {
        double capacity = 0;
        for (String cell : CAPACITY_CELLS) {
            double measured = results.median(cell, options.base(), Measurement::callsPerSecond);
            capacity = Math.max(capacity, Double.isNaN(measured) ? measureNow(cell) : measured);
        }
        return (int) Math.max(1, SHARE_OF_CAPACITY * capacity);
    }

    private double measureNow(String cell) {
        Pair base = pairs.stream()
                .filter(pair -> pair.name().equals(options.base()))
                .findFirst()
                .orElseThrow();
        base.run(Cell.parse(cell), options.warmUpMillis());
        return base.run(Cell.parse(cell), options.millis()).callsPerSecond();
    }
}
