// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import static io.tern.rpc.demo.report.Svg.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class SharePictureTest {
    private final String text = new SharePicture(SharesSample.killed()).svg("caption");

    @Test
    void barIsAsHighAsTheShareUpToTheTop() throws Exception {
        List<Element> bars = Svg.parse(text).elements("rect", "p0");

        assertThat(bars).hasSize(2);
        double whole = number(bars.get(0), "height") / 0.5;
        assertThat(number(bars.get(1), "height")).isCloseTo(0.2 * whole, within(0.2));
        assertThat(Svg.parse(text).elements("rect", "p1"))
                .hasSize(4)
                .allSatisfy(
                        bar -> assertThat(number(bar, "height")).isLessThanOrEqualTo(Shares.TOP_SHARE * whole + 0.1));
    }

    @Test
    void barsStandOnTheirProvidersLineAtTheirTime() throws Exception {
        List<Element> bars = Svg.parse(text).elements("rect", "p1");

        assertThat(bars.stream().map(bar -> Math.round(number(bar, "y") + number(bar, "height"))))
                .hasSize(4)
                .containsOnly(Math.round(number(bars.get(0), "y") + number(bars.get(0), "height")));
        double step = number(bars.get(1), "x") - number(bars.get(0), "x");
        assertThat(number(bars.get(3), "x") - number(bars.get(0), "x")).isCloseTo(3 * step, within(0.3));
    }

    @Test
    void eventsAndFailuresAreMarked() throws Exception {
        Svg svg = Svg.parse(text);

        assertThat(svg.elements("line", "event")).hasSize(2);
        assertThat(svg.elements("text").stream().map(Element::getTextContent))
                .contains("killed 0.4 s", "started 1.2 s", "\u2717", "1 calls", "7 calls", "32 calls");
    }

    @Test
    void pictureStaysInsideItsBorders() throws Exception {
        Svg svg = Svg.parse(text);
        Element root = svg.document().getDocumentElement();

        assertThat(svg.elements("rect"))
                .filteredOn(bar -> bar.hasAttribute("x"))
                .isNotEmpty()
                .allSatisfy(bar -> {
                    assertThat(number(bar, "x") + number(bar, "width")).isLessThan(number(root, "width"));
                    assertThat(number(bar, "y") + number(bar, "height")).isLessThan(number(root, "height"));
                    assertThat(number(bar, "y")).isPositive();
                });
    }

    @Test
    void pictureHasColoursForDarkPagesAndNeedsNothingElse() {
        assertThat(text).contains("prefers-color-scheme: dark").doesNotContain("href", "url(", "@import");
    }

    @Test
    void pictureIsWellFormedWhateverTheNames() throws Exception {
        Shares odd = new Shares(List.of("a<b & c"), List.of(), List.of());

        Svg svg = Svg.parse(new SharePicture(odd).svg("5 < 6 & 7"));

        assertThat(svg.elements("title").get(0).getTextContent()).isEqualTo("5 < 6 & 7");
        assertThat(svg.document().getDocumentElement().getTextContent()).contains("a<b & c");
    }

    @Test
    void numbersDoNotDependOnTheLanguageOfTheSystem() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(new SharePicture(SharesSample.killed()).svg("caption")).isEqualTo(text);
        } finally {
            Locale.setDefault(before);
        }
    }
}
