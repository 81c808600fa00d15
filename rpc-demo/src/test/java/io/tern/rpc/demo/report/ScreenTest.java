// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void longTextIsBrokenBetweenWordsAndLosesNone() {
        Paper paper = Paper.log(Glyphs.ASCII);
        String text = "word ".repeat(60) + "x".repeat(150) + " end";

        paper.screen().quote(text);

        assertThat(paper.text().lines()).allSatisfy(line -> {
            assertThat(line).startsWith("      ");
            assertThat(line.strip().contains(" ") ? line.strip().length() : 0).isLessThanOrEqualTo(100);
        });
        assertThat(paper.text().strip().split("\\s+")).containsExactly(text.split(" "));
    }

    @Test
    void shorterTextDrawnOverLongerTextLeavesNothingOfIt() {
        Paper paper = Paper.terminal(Glyphs.ASCII);

        paper.screen().draw("123456");
        paper.screen().draw("ab");
        paper.screen().clear();

        assertThat(paper.text()).isEqualTo("\r123456\rab    \r  \r");
    }

    @Test
    void linesHaveNoBlanksAtTheirEnd() {
        Paper paper = Paper.log(Glyphs.ASCII);

        paper.screen().line("text   ");
        paper.screen().emptyLine();

        assertThat(paper.text()).isEqualTo("text\n\n");
    }
}
