// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** A report for people, in lines of at most 100 columns unless a single word is longer. */
final class ReportText {
    private static final int COLUMNS = 100;
    private static final Set<Verdict> QUIET = Set.of(Verdict.SAME, Verdict.BETTER, Verdict.IGNORED);
    private static final int VERDICT_WIDTH = 15;
    private static final int LINE_WIDTH = 6;

    private final Report report;
    private final boolean isSummary;
    private final StringBuilder text = new StringBuilder();

    ReportText(Report report, boolean isSummary) {
        this.report = report;
        this.isSummary = isSummary;
    }

    String write() {
        line("Tern doctor " + version() + ": " + counted(report.files(), "file") + ", "
                + counted(report.elements(), "element"));
        for (Block block : report.blocks()) {
            write(block);
        }
        writeCounts();
        writePom();
        writeWork();
        return text.toString();
    }

    private void write(Block block) {
        List<Finding> shown = block.findings().stream()
                .filter(finding -> !isSummary || !QUIET.contains(finding.verdict()))
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        line("");
        wrapped("", block.place() + "  " + block.title(), "    ");
        for (Finding finding : shown) {
            String start = "  " + padded(finding.verdict().word(), VERDICT_WIDTH)
                    + padded(":" + finding.place().line(), LINE_WIDTH);
            String indent = " ".repeat(start.length() + 2);
            wrapped(start, finding.subject(), indent);
            if (!finding.note().isEmpty()) {
                wrapped(indent, finding.note(), indent);
            }
        }
    }

    private void writeCounts() {
        line("");
        line("In sum");
        for (Verdict verdict : Verdict.values()) {
            long count = report.count(verdict);
            if (count > 0) {
                line(String.format("  %5d  %s%s", count, padded(verdict.word(), VERDICT_WIDTH), verdict.explanation()));
            }
        }
    }

    private void writePom() {
        line("");
        line("POM change");
        List<String> replaced = new ArrayList<>();
        for (TernModule module : report.modules().keySet()) {
            if (!module.replaced().isEmpty()) {
                replaced.add(module.replaced());
            }
        }
        wrapped("  take out: ", String.join(", ", replaced), "            ");
        line("  put in:");
        for (Map.Entry<TernModule, String> needed : report.modules().entrySet()) {
            TernModule module = needed.getKey();
            wrapped("    <!-- ", needed.getValue() + " -->", "         ");
            line("    <dependency>");
            line("        <groupId>io.tern</groupId>");
            line("        <artifactId>" + module.artifact() + "</artifactId>");
            line("        <version>" + version() + "</version>");
            if (module.isForRunTime()) {
                line("        <scope>runtime</scope>");
            }
            line("    </dependency>");
        }
    }

    private void writeWork() {
        line("");
        long work = report.count(Verdict.MISTAKE) + report.count(Verdict.NOT_SUPPORTED);
        if (work == 0) {
            line("Nothing to do in these files.");
            return;
        }
        line(work == 1 ? "1 thing to do:" : work + " things to do:");
        for (Block block : report.blocks()) {
            for (Finding finding : block.findings()) {
                if (finding.verdict().needsWork()) {
                    wrapped(
                            "  " + finding.place() + "  ",
                            finding.verdict().word() + ": " + finding.subject(),
                            "      ");
                }
            }
        }
    }

    /** Appends words behind a start, and breaks lines between words. */
    private void wrapped(String start, String words, String indent) {
        StringBuilder line = new StringBuilder(start);
        boolean fresh = true;
        for (String word : words.split(" ", -1)) {
            if (!fresh && line.length() + 1 + word.length() > COLUMNS) {
                line(line.toString());
                line = new StringBuilder(indent);
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        line(line.toString());
    }

    private void line(String content) {
        text.append(content.stripTrailing()).append('\n');
    }

    private static String padded(String content, int width) {
        return content + " ".repeat(Math.max(1, width - content.length()));
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream stream = ReportText.class.getResourceAsStream("version.properties")) {
            if (stream == null) {
                throw new IllegalStateException("version.properties is missing in the jar");
            }
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read", e);
        }
        return properties.getProperty("version", "");
    }
}
