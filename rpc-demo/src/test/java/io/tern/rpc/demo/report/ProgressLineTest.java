// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final String BLOCK = "[#.]{40}";

    @Test
    void logGetsOneLineASecondUntilTheWorkIsDone() throws Exception {
        Paper paper = Paper.log(Glyphs.ASCII);
        CompletableFuture<Void> work = new CompletableFuture<>();
        Runnable finishAtSecondLine = () -> {
            if (paper.text().lines().count() == 1) {
                work.complete(null);
            }
        };

        new ProgressLine(paper.screen(), Duration.ofSeconds(6)).follow(work, () -> {
            finishAtSecondLine.run();
            return "waiting";
        });

        assertThat(paper.text().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).matches("  " + BLOCK + "  [1-9]\\.\\d\\d s  waiting"));
        assertThat(paper.text()).doesNotContain("\r");
    }

    @Test
    void terminalShowsOneLineThatIsGoneInTheEnd() throws Exception {
        Paper paper = Paper.terminal(Glyphs.ASCII);
        CompletableFuture<Void> work = new CompletableFuture<>();
        int[] shown = {0};

        new ProgressLine(paper.screen(), Duration.ofSeconds(6)).follow(work, () -> {
            shown[0]++;
            if (shown[0] == 3) {
                work.completeExceptionally(new IllegalStateException("failed work is done as well"));
            }
            return "state " + shown[0];
        });

        assertThat(paper.text()).doesNotContain("\n").contains("state 1", "state 2", "state 3");
        assertThat(paper.text()).matches("(?s).*\r +\r");
    }

    @Test
    void nothingIsShownOfWorkThatIsAlreadyDone() throws Exception {
        Paper paper = Paper.log(Glyphs.ASCII);

        new ProgressLine(paper.screen(), Duration.ofSeconds(6))
                .follow(CompletableFuture.completedFuture("done"), () -> "never");

        assertThat(paper.text()).isEmpty();
    }

    @Test
    void barIsFullAndStaysSoWhenTheWorkTakesLonger() throws Exception {
        Paper paper = Paper.terminal(Glyphs.ASCII);
        CompletableFuture<Void> work = new CompletableFuture<>();

        new ProgressLine(paper.screen(), Duration.ofMillis(1)).follow(work, () -> {
            work.complete(null);
            return "late";
        });

        assertThat(paper.text()).contains("  " + "#".repeat(40) + "  ");
    }
}
