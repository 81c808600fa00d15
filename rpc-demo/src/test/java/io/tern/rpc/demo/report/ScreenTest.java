// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
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

    @Test
    void blockIsDrawnOverTheOneBeforeAndGoneWhenALineIsWritten() {
        Paper paper = Paper.terminal(Glyphs.ASCII);

        paper.screen().show(List.of("one", "two"));
        paper.screen().show(List.of("three", "four"));
        paper.screen().line("text");

        String goBack = "\u001b[2A\r";
        String eraseBelow = "\u001b[J";
        assertThat(paper.text().split(Pattern.quote(goBack)))
                .satisfiesExactly(
                        first -> assertThat(first).contains("one\u001b[K\n", "two\u001b[K\n"),
                        second -> assertThat(second).contains("three\u001b[K\n", "four\u001b[K\n", eraseBelow),
                        third -> assertThat(third).isEqualTo(eraseBelow + "text\n"));
    }

    @Test
    void logShowsNoBlocksAndNoColours() {
        Paper paper = Paper.log(Glyphs.ASCII);

        paper.screen().show(List.of("one", "two"));
        paper.screen().line(paper.screen().painted(Colour.RED, "text"));

        assertThat(paper.text()).isEqualTo("text\n");
    }
}
