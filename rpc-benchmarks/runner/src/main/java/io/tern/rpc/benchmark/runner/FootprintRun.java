// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a consumer costs that makes one call: jars, classes, time to the first answer, threads, heap. */
final class FootprintRun {
    private static final int STARTS = 5;
    /** Neither the framework nor needed to run it: Spring, the binding of the log, and this benchmark. */
    private static final List<String> NOT_COUNTED =
            List.of("spring-", "slf4j-simple", "rpc-benchmarks", "HdrHistogram");

    private final Options options;
    private final Launcher launcher;

    FootprintRun(Options options, Launcher launcher) {
        this.options = options;
        this.launcher = launcher;
    }

    /** Their start times take part in the verdicts. */
    Table run(List<Verdict> verdicts) throws IOException {
        Table table = new Table(
                "Minimal consumer",
                "contender",
                "jars",
                "MB",
                "classes loaded",
                "ms from JVM start to first answer (min, max)",
                "threads",
                "live heap, MB");
        Map<String, Double> startMillis = new LinkedHashMap<>();
        StringBuilder lists = new StringBuilder();
        for (ContenderSetup setup : options.started()) {
            List<Path> jars = countedJars(setup);
            double megabytes = jars.stream().mapToLong(FootprintRun::size).sum() / 1e6;
            lists.append(setup.name()).append('\n');
            jars.forEach(jar -> lists.append("  ")
                    .append(jar.getFileName())
                    .append(' ')
                    .append(size(jar))
                    .append('\n'));
            List<Double> starts = new ArrayList<>();
            Map<String, String> facts = start(setup, starts);
            startMillis.put(setup.name(), Statistics.median(starts));
            table.add(
                    setup.name(),
                    String.valueOf(jars.size()),
                    MarkdownReport.number(megabytes, 1),
                    facts.getOrDefault("classes", "-"),
                    MarkdownReport.number(Statistics.median(starts), 0) + " ("
                            + MarkdownReport.number(Statistics.min(starts), 0) + ", "
                            + MarkdownReport.number(Statistics.max(starts), 0) + ")",
                    facts.getOrDefault("threads", "-"),
                    MarkdownReport.number(Double.parseDouble(facts.getOrDefault("heapBytes", "NaN")) / 1e6, 1));
            if (setup.name().equals("tern")) {
                verdicts.addAll(Thresholds.ofClassPath(jars.size(), megabytes));
            }
        }
        Files.writeString(options.output().resolve("jars.txt"), lists);
        verdicts.addAll(Thresholds.ofStart(startMillis));
        return table;
    }

    private Map<String, String> start(ContenderSetup setup, List<Double> starts) {
        int port = Launcher.freePort();
        Map<String, String> facts = Map.of();
        try (ControlledProcess provider = launcher.provider(setup, port)) {
            for (int i = 0; i < STARTS; i++) {
                try (ControlledProcess consumer = launcher.consumer(setup, port)) {
                    starts.add(Double.parseDouble(
                            consumer.obey("firstCall", Options.patience(0)).get("millis")));
                    facts = consumer.obey("facts", Options.patience(0));
                }
            }
        }
        return facts;
    }

    private List<Path> countedJars(ContenderSetup setup) {
        return launcher.frameworkJars(setup).stream()
                .filter(entry -> NOT_COUNTED.stream()
                        .noneMatch(entry.replace(options.root().toString(), "")::contains))
                .map(Path::of)
                .toList();
    }

    /** Of a jar, or of the classes of a module that is not packaged. */
    private static long size(Path entry) {
        try (Stream<Path> files = Files.walk(entry)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
