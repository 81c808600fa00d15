// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final List<String> CONTENDERS = List.of("tern", "dubbo-3.3.6");

    private final Results results = new Rounds()
            .add("getUser.sync32", "tern", 100_000, 120_000, 110_000)
            .add("getUser.sync32", "dubbo-3.3.6", 44_000)
            .add("createUser.oneway1000", "tern", 500)
            .results();

    @Test
    void overviewHasRatesAndMultiples() {
        String overview = new MarkdownReport(results, "dubbo-3.3.6").overview(CONTENDERS);

        assertThat(overview)
                .contains("| cell | tern | dubbo-3.3.6 |")
                .contains("| getUser.sync32 | 110.0 k (2.50) | 44.0 k (1.00) |")
                .contains("| createUser.oneway1000 | 500 | - |");
    }

    @Test
    void detailsHaveAllFiguresOfBothSides() {
        String details = new MarkdownReport(results, "dubbo-3.3.6").details();

        assertThat(details)
                .contains("| tern | 110.0 k (100.0 k, 120.0 k) | 2.50 | 10 | 20 | 30 | 5.0 + 5.0 | 1000 + 1000 |");
    }

    @Test
    void jsonHasEveryRoundAndNoNotANumber() {
        Table table = new Table("Minimal consumer", "contender", "jars");
        table.add("tern", "12");

        String json = JsonReport.of(
                Map.of("java", "17"),
                results,
                List.of(table),
                List.of(Verdict.atLeast("getUser.sync32", "tern", "dubbo-3.3.6", Double.NaN, 1.6)));

        assertThat(json.lines().filter(line -> line.contains("\"callsPerSecond\"")))
                .hasSize(5);
        assertThat(json)
                .contains("\"jars\":\"12\"")
                .contains("\"verdict\":\"FAILED\"")
                .doesNotContain("NaN");
    }

    @Test
    void chartHasABarForEachRatio() {
        String chart = BarChart.of(results, CONTENDERS, "dubbo-3.3.6");

        assertThat(chart)
                .startsWith("<svg ")
                .endsWith("</svg>\n")
                .contains("tern 2.50")
                .contains("dubbo-3.3.6 1.00");
    }
}
