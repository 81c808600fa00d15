// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks with JMH's own command line and prints one line each: time and allocation per operation. */
public final class MicroBenchmarks {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private MicroBenchmarks() {}

    public static void main(String[] arguments) throws Exception {
        Options options = new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        System.out.println("Benchmarks run, about 5 seconds each; the table comes at the end");
        Collection<RunResult> results = new Runner(options).run();
        System.out.printf("%-64s %14s %14s %14s%n", "benchmark", "ns/op", "+-", "bytes/op");
        results.forEach(MicroBenchmarks::print);
    }

    private static void print(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> bytes = result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(ALLOCATION))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        System.out.printf(
                Locale.ROOT,
                "%-64s %14.1f %14s %14s%n",
                name(result.getParams()),
                time.getScore(),
                Double.isNaN(time.getScoreError()) ? "" : number("%.1f", time.getScoreError()),
                bytes == null ? "" : number("%.0f", bytes.getScore()));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String name(BenchmarkParams benchmark) {
        String whole = benchmark.getBenchmark();
        String simple = whole.substring(whole.lastIndexOf('.', whole.lastIndexOf('.') - 1) + 1);
        String parameters = benchmark.getParamsKeys().stream()
                .map(key -> key + "=" + benchmark.getParam(key))
                .collect(Collectors.joining(", ", " (", ")"));
        return parameters.equals(" ()") ? simple : simple + parameters;
    }
}
