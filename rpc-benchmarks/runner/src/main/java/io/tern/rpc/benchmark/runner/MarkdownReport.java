// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The results as tables of Markdown. */
final class MarkdownReport {
    private final Results results;
    private final String base;
    private final StringBuilder text = new StringBuilder();

    MarkdownReport(Results results, String base) {
        this.results = results;
        this.base = base;
    }

    /** One row a cell, one column a contender: calls a second and the multiple of the base. */
    String overview(List<String> contenders) {
        text.setLength(0);
        row("cell", contenders);
        text.append("|---|").append("--:|".repeat(contenders.size())).append('\n');
        for (String cell : results.cells()) {
            row(
                    cell,
                    contenders.stream()
                            .map(contender -> summary(cell, contender))
                            .toList());
        }
        return text.toString();
    }

    private String summary(String cell, String contender) {
        if (results.measurements(cell, contender).isEmpty()) {
            return "-";
        }
        String rate = rate(results.median(cell, contender, Measurement::callsPerSecond));
        double ratio = results.ratio(cell, contender, base);
        return Double.isNaN(ratio) ? rate : rate + " (" + number(ratio, 2) + ")";
    }

    /** For each cell a table with all figures: medians over the rounds. */
    String details() {
        text.setLength(0);
        for (String cell : results.cells()) {
            text.append("\n### ").append(cell).append("\n\n");
            row(
                    "contender",
                    List.of(
                            "calls/s (min, max)",
                            "x " + base,
                            "p50 µs",
                            "p99 µs",
                            "p99.9 µs",
                            "CPU µs, consumer + provider",
                            "bytes allocated",
                            "context switches",
                            "write syscalls"));
            text.append("|---|").append("--:|".repeat(9)).append('\n');
            Set<String> contenders = results.contenders(cell);
            for (String contender : contenders) {
                row(contender, figures(cell, contender));
            }
        }
        return text.toString();
    }

    private List<String> figures(String cell, String contender) {
        List<Double> rates = results.each(cell, contender, Measurement::callsPerSecond);
        return List.of(
                rate(Statistics.median(rates)) + " (" + rate(Statistics.min(rates)) + ", " + rate(Statistics.max(rates))
                        + ")",
                number(results.ratio(cell, contender, base), 2),
                number(results.median(cell, contender, Measurement::p50Micros), 0),
                number(results.median(cell, contender, Measurement::p99Micros), 0),
                number(results.median(cell, contender, Measurement::p999Micros), 0),
                sides(cell, contender, Measurement.Side::cpuMicros, 1),
                sides(cell, contender, Measurement.Side::allocatedBytes, 0),
                sides(cell, contender, Measurement.Side::switches, 2),
                sides(cell, contender, Measurement.Side::writes, 2));
    }

    private String sides(String cell, String contender, ToDoubleFunction<Measurement.Side> figure, int digits) {
        double consumer = results.median(cell, contender, each -> figure.applyAsDouble(each.consumer()));
        double provider = results.median(cell, contender, each -> figure.applyAsDouble(each.provider()));
        return number(consumer, digits) + " + " + number(provider, digits);
    }

    /** The thresholds, with what was reached. */
    static String verdicts(List<Verdict> verdicts) {
        StringBuilder table = new StringBuilder("| contender | cell | against | figure | threshold | share | |\n");
        table.append("|---|---|---|--:|--:|--:|---|\n");
        for (Verdict verdict : verdicts) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s | %s | %.0f %% | %s |%n",
                    verdict.contender(),
                    verdict.cell(),
                    verdict.against(),
                    number(verdict.figure(), 2),
                    number(verdict.threshold(), 2),
                    100 * verdict.share(),
                    verdict.word()));
        }
        return table.toString();
    }

    private void row(String first, List<String> others) {
        text.append("| ").append(first);
        others.forEach(other -> text.append(" | ").append(other));
        text.append(" |\n");
    }

    static String rate(double callsPerSecond) {
        return callsPerSecond >= 10_000
                ? number(callsPerSecond / 1000, 1) + " k"
                : callsPerSecond >= 1000 ? number(callsPerSecond / 1000, 2) + " k" : number(callsPerSecond, 0);
    }

    static String number(double value, int digits) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
