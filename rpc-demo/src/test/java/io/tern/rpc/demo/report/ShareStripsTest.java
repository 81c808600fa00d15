// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ShareStripsTest {
    private static final Shares NOTHING_YET = new Shares(List.of("A", "B"), List.of(), List.of());

    @Test
    void everyProviderHasAStripAndWhatHappenedToItBelow() {
        List<String> lines = text(SharesSample.killed(), Paper.log(Glyphs.ASCII));

        assertThat(lines)
                .containsExactly(
                        "            0 s       5",
                        "            +---------+",
                        "  A         %  -        7 calls",
                        "            K ^",
                        "  B         %###        32 calls",
                        "",
                        "  failed      X         1 calls",
                        "",
                        "  K killed   s asked to stop   ^ started   one column: 0.5 s   # 60 % of the calls or more");
    }

    @Test
    void failedCallIsRedOnATerminalOnly() {
        String red = "\u001b[31m" + Glyphs.UNICODE.failure() + "\u001b[0m";

        assertThat(text(SharesSample.killed(), Paper.terminal(Glyphs.UNICODE)))
                .anyMatch(line -> line.startsWith("  failed") && line.contains(red));
        assertThat(text(SharesSample.killed(), Paper.log(Glyphs.UNICODE)))
                .anyMatch(line -> line.startsWith("  failed") && line.contains(Glyphs.UNICODE.failure()))
                .noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void prettyStripHasAHeightForEachShare() {
        assertThat(text(SharesSample.killed(), Paper.log(Glyphs.UNICODE))).contains("  A         ▇··▃        7 calls");
    }

    @Test
    void axisIsThereBeforeTheFirstCall() {
        assertThat(text(NOTHING_YET, Paper.log(Glyphs.ASCII)))
                .contains(
                        "            +---------+",
                        "  A                     0 calls",
                        "  failed                0 calls");
    }

    @Test
    void numbersDoNotDependOnTheLanguageOfTheSystem() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(text(SharesSample.killed(), Paper.log(Glyphs.ASCII)))
                    .contains("            0 s       5", "  A         %  -        7 calls");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static List<String> text(Shares shares, Paper paper) {
        return new ShareStrips(shares, paper.screen())
                .lines().stream().map(String::stripTrailing).toList();
    }
}
