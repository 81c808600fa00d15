// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Main class of the benchmark. Ends with status 1 if a call failed, or a figure is far below its threshold. */
public final class Runner {
    private final Options options;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Runner(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException {
        Options options = null;
        try {
            options = Options.of(System.getProperties());
        } catch (IllegalArgumentException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(2);
        }
        int failures = new Runner(requireNonNull(options)).run();
        System.exit(failures == 0 ? 0 : 1);
    }

    private int run() throws IOException {
        Files.createDirectories(options.output());
        Launcher launcher = new Launcher(options);
        Results results = new Results();
        List<Table> tables = new ArrayList<>();
        if (options.modes().contains("load") || options.modes().contains("open")) {
            callInTurns(launcher, results);
        }
        List<Verdict> verdicts = new ArrayList<>(Thresholds.verdicts(results));
        if (options.modes().contains("footprint")) {
            tables.add(new FootprintRun(options, launcher).run(verdicts));
        }
        if (options.modes().contains("outstanding")) {
            tables.add(new OutstandingRun(options, launcher).run(verdicts));
        }
        if (options.modes().contains("connections")) {
            tables.add(new ConnectionsRun(options, launcher).run(verdicts));
        }
        if (options.modes().contains("references")) {
            tables.add(new ReferencesRun(options, launcher).run());
        }
        report(results, tables, verdicts);
        List<Verdict> failed = verdicts.stream().filter(Verdict::isFailed).toList();
        if (!failed.isEmpty()) {
            out.println(failed.size() + " of " + verdicts.size() + " figures are below "
                    + Math.round(100 * Thresholds.NOISE_ALLOWANCE) + " % of their threshold.");
        }
        return options.check() ? failed.size() : 0;
    }

    private void callInTurns(Launcher launcher, Results results) {
        List<Pair> pairs = new ArrayList<>();
        try {
            for (ContenderSetup setup : options.contenders()) {
                pairs.add(Pair.start(launcher, setup));
            }
            if (options.modes().contains("load")) {
                new LoadRun(options, pairs, out).run(results);
            }
            if (options.modes().contains("open")) {
                new OpenLoopRun(options, pairs, out).run(results);
            }
        } finally {
            pairs.forEach(Pair::close);
        }
    }

    private void report(Results results, List<Table> tables, List<Verdict> verdicts) throws IOException {
        List<String> names =
                options.contenders().stream().map(ContenderSetup::name).toList();
        MarkdownReport markdown = new MarkdownReport(results, options.base());
        String overview = markdown.overview(names);
        String others = tables.stream().map(table -> table.markdown() + "\n").collect(Collectors.joining());
        String judged = verdicts.isEmpty() ? "" : "\n### Thresholds\n\n" + MarkdownReport.verdicts(verdicts);
        out.println("\nCalls a second, and as a multiple of " + options.base() + ":\n\n" + overview + "\n" + others
                + judged);
        StringBuilder text = new StringBuilder("# Benchmark\n\n");
        Map<String, String> facts = facts();
        facts.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        text.append("\nCalls a second, and as a multiple of ")
                .append(options.base())
                .append(".\n\n")
                .append(overview);
        text.append('\n').append(others).append(judged).append(markdown.details());
        Path output = options.output();
        Files.writeString(output.resolve("report.md"), text);
        Files.writeString(output.resolve("report.json"), JsonReport.of(facts, results, tables, verdicts));
        Files.writeString(output.resolve("chart.svg"), BarChart.of(results, names, options.base()));
        out.println("Reports: " + output);
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("at", Instant.now().toString());
        facts.put("revision", revision());
        facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("flags", String.join(" ", Launcher.JVM_FLAGS));
        facts.put(
                "rounds", options.rounds() + " of " + options.seconds() + " s after " + options.warmUpSeconds() + " s");
        return facts;
    }

    /** What was measured, if the sources are a checkout of Git. */
    private String revision() {
        Path git = options.root().resolve(".git");
        try {
            String head = Files.readString(git.resolve("HEAD")).strip();
            return head.startsWith("ref: ")
                    ? Files.readString(git.resolve(head.substring("ref: ".length())))
                            .strip()
                    : head;
        } catch (IOException e) {
            return "unknown";
        }
    }
}
