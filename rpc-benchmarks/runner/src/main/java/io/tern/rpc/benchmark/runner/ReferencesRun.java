// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Time to make 100, 500 and 1 000 references to interfaces of five methods each, in an instance that has made its first call. */
final class ReferencesRun {
    private static final List<Integer> COUNTS = List.of(100, 500, 1_000);
    private static final String PACKAGE = "io.tern.rpc.benchmark.referred";

    private final Options options;
    private final Launcher launcher;

    ReferencesRun(Options options, Launcher launcher) {
        this.options = options;
        this.launcher = launcher;
    }

    Table run() throws IOException {
        Path classes = compile(options.output().resolve("referred"));
        Table table = new Table(
                "Making references", "contender", "100, ms", "500, ms", "1000, ms", "heap of each of 1000, KiB");
        for (ContenderSetup setup : options.contenders()) {
            if (!setup.hasReferences()) {
                continue;
            }
            List<String> row = new ArrayList<>(List.of(setup.name()));
            double heapOfEach = Double.NaN;
            int port = Launcher.freePort();
            try (ControlledProcess provider = launcher.provider(setup, port)) {
                for (int count : COUNTS) {
                    try (ControlledProcess consumer = launcher.consumer(setup, port, classes)) {
                        double before = OutstandingRun.heap(consumer);
                        String command = "references " + PACKAGE + ".Service " + count;
                        double millis = Double.parseDouble(
                                consumer.obey(command, Options.patience(60_000)).get("millis"));
                        row.add(MarkdownReport.number(millis, 0));
                        heapOfEach = (OutstandingRun.heap(consumer) - before) / count / 1024;
                    }
                }
                provider.obey("held", Options.patience(0));
            }
            row.add(MarkdownReport.number(heapOfEach, 1));
            table.rows().add(row);
        }
        return table;
    }

    private static Path compile(Path directory) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        int most = COUNTS.get(COUNTS.size() - 1);
        for (int i = 0; i < most; i++) {
            StringBuilder source = new StringBuilder("package " + PACKAGE + ";\npublic interface Service" + i + " {\n");
            for (int method = 0; method < 5; method++) {
                source.append("    String method").append(method).append("(String text, int number);\n");
            }
            Files.writeString(sources.resolve("Service" + i + ".java"), source.append("}\n"));
        }
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        try (Stream<Path> files = Files.list(sources)) {
            files.forEach(file -> arguments.add(file.toString()));
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0])) != 0) {
            throw new IllegalStateException("The interfaces in " + sources + " do not compile.");
        }
        return classes;
    }
}
