// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page about migration shows is what the command prints. With -Dtern.regenerate=true this test writes it anew. */
class TranscriptTest {
    private static final Path PAGE = Path.of("../docs/migration.md");
    private static final Pattern TRANSCRIPT =
            Pattern.compile("(?s)(```\n\\$ java -jar target/rpc-doctor\\.jar example/app\\.xml\n)(.*?)(```)");

    @Test
    void thePageShowsWhatTheCommandPrints() throws IOException {
        Run run = Run.of("example/app.xml");
        String page = Files.readString(PAGE);
        Matcher transcript = TRANSCRIPT.matcher(page);
        assertThat(transcript.find()).as("there is a transcript in %s", PAGE).isTrue();
        if (Boolean.getBoolean("tern.regenerate")) {
            String written = transcript.group(1) + run.out() + transcript.group(3);
            page = page.substring(0, transcript.start()) + written + page.substring(transcript.end());
            Files.writeString(PAGE, page);
        }
        assertThat(page)
                .as(
                        "%s; write it anew by: mvn -pl rpc-doctor -am test -Dtest=TranscriptTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dtern.regenerate=true",
                        PAGE)
                .contains(transcript.group(1) + run.out() + "```");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void noLineIsLongerThan100Columns() {
        assertThat(Run.of("example/app.xml").out().lines())
                .allMatch(line -> line.length() <= 100, "at most 100 columns");
        assertThat(Run.of("--help").out().lines()).allMatch(line -> line.length() <= 100, "at most 100 columns");
    }

    @Test
    void theSummaryHasOnlyWhatNeedsAttention() {
        Run full = Run.of("example/app.xml");
        Run summary = Run.of("--summary", "example/app.xml");
        assertThat(summary.code()).isEqualTo(full.code());
        assertThat(summary.out().lines().count()).isLessThan(full.out().lines().count());
        assertThat(full.out()).containsPattern("\n  same +:").containsPattern("\n  ignored +:");
        assertThat(summary.out())
                .doesNotContainPattern("\n  same +:")
                .doesNotContainPattern("\n  ignored +:")
                .containsPattern("\n  mistake +:")
                .containsPattern("\n  not supported +:")
                .contains("POM change", "things to do:");
    }
}
