// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.traffic.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;

/**
 * What is said about one run.
 *
 * @param stuck what outlived the consumer
 */
record Verdict(Tally tally, List<String> stuck) {
    private static final Path REPORTS = Path.of("target", "reliability");

    /**
     * Writes the run down, and holds it to what no fault excuses.
     *
     * @param test the id of the test, and the name of the file under target/reliability
     * @param figures what else was measured
     */
    Verdict report(String test, String... figures) {
        String line = tally.line() + ", stuck " + stuck.size();
        write(test, figures.length == 0 ? line : line + "; " + String.join(", ", figures));
        return hold();
    }

    /** Fails if there was anything that no fault excuses. */
    Verdict hold() {
        assertThat(tally.lost()).as("lost in %s", tally).isZero();
        assertThat(tally.wrong()).as("wrong in %s", tally).isZero();
        assertThat(tally.doubled()).as("doubled in %s", tally).isZero();
        assertThat(tally.late()).as("late in %s", tally).isZero();
        assertThat(stuck).as("stuck in %s", tally).isEmpty();
        return this;
    }

    /** No call may have failed either. */
    void assertNoneFailed() {
        assertThat(tally.failed()).as("failed in %s", tally).isZero();
    }

    /** Prints a line and adds it to the file of the test. */
    static void write(String test, String line) {
        System.out.println(test + ": " + line);
        try {
            Files.createDirectories(REPORTS);
            Files.writeString(
                    REPORTS.resolve(test + ".txt"),
                    LocalDate.now() + " " + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written", e);
        }
    }
}
