// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GlyphsTest {
    @Test
    void prettyCharactersAreUsedOnlyWhereTheEncodingHasThem() {
        assertThat(Glyphs.of(StandardCharsets.UTF_8)).isSameAs(Glyphs.UNICODE);
        assertThat(Glyphs.of(StandardCharsets.US_ASCII)).isSameAs(Glyphs.ASCII);
        assertThat(Glyphs.of(StandardCharsets.ISO_8859_1)).isSameAs(Glyphs.ASCII);
        assertThat(Glyphs.of(Charset.forName("IBM437"))).isSameAs(Glyphs.ASCII);
    }

    @Test
    void barIsAsWideAsAskedWhereverItEnds() {
        assertThat(Glyphs.ASCII.bar(0, 4)).isEqualTo("....");
        assertThat(Glyphs.ASCII.bar(3, 4)).isEqualTo("###.");
        assertThat(Glyphs.ASCII.bar(4, 4)).isEqualTo("####");
    }

    @Test
    void axisHasATickAtBothEndsOfEachSection() {
        assertThat(Glyphs.ASCII.axis(2, 4)).isEqualTo("+---+---+");
        assertThat(Glyphs.UNICODE.axis(1, 3)).isEqualTo("┬──┬");
    }

    @Test
    void levelIsEmptyForNothingOnlyAndFullForAllOrMore() {
        assertThat(Glyphs.UNICODE.level(0)).isEqualTo('·');
        assertThat(Glyphs.UNICODE.level(0.001)).isEqualTo('▁');
        assertThat(Glyphs.UNICODE.level(0.5)).isEqualTo('▄');
        assertThat(Glyphs.UNICODE.level(1)).isEqualTo('█');
        assertThat(Glyphs.UNICODE.level(1.7)).isEqualTo('█');
    }

    @Test
    void everyEventHasACharacterOfItsOwn() {
        for (Glyphs glyphs : Glyphs.values()) {
            assertThat(Stream.of(Shares.Event.values()).map(glyphs::event)).doesNotHaveDuplicates();
        }
    }
}
