// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.scenario.CaseResult;
import io.tern.rpc.interop.scenario.CaseResult.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The table of docs/interop.md that lists every case which does not work between two peers. What is measured must be what is written: a new
 * limit fails a test, and so does one that is gone.
 */
public final class PairLimits {
    private static final Path DOCUMENT = Path.of("../docs/interop.md");
    private static final String ROW_START = "| `";

    private PairLimits() {}

    /** Checks the results of one scenario between the two peers, named as in the table's third column. */
    public static void check(String pair, String scenario, List<CaseResult> results, String log) {
        assertThat(results).as("cases of %s", scenario).isNotEmpty();
        assertThat(names(results, Outcome.FAILED))
                .as("failed cases of %s, %s: %s%nlog of the Dubbo peer:%n%s", scenario, pair, failures(results), log)
                .isEmpty();
        assertThat(names(results, Outcome.LIMIT))
                .as("cases of %s, %s, that do not work; docs/interop.md lists other ones: %s", scenario, pair, results)
                .isEqualTo(written(scenario, pair));
    }

    private static Set<String> names(List<CaseResult> results, Outcome outcome) {
        return results.stream()
                .filter(result -> result.outcome() == outcome)
                .map(CaseResult::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<CaseResult> failures(List<CaseResult> results) {
        return results.stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .toList();
    }

    private static Set<String> written(String scenario, String pair) {
        try {
            return Files.readAllLines(DOCUMENT).stream()
                    .filter(line -> line.startsWith(ROW_START))
                    .map(line -> line.substring(2).split(" \\| "))
                    .filter(cells -> cells[0].equals("`" + scenario + "`"))
                    .filter(cells -> Arrays.asList(cells[2].split(", ")).contains(pair))
                    .map(cells -> cells[1].substring(1, cells[1].length() - 1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException("The table of limits is not readable.", e);
        }
    }
}
