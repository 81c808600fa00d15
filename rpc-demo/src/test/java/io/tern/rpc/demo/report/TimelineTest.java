// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tern.rpc.demo.report.Timeline.Span;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class TimelineTest {
    private final Timeline timeline = new Timeline(List.of(
            new Span("findFoo", Duration.ZERO, Duration.ofMillis(5000)),
            new Span("findBar", Duration.ofMillis(500), Duration.ofMillis(6500))));

    @Test
    void totalIsTheEndOfTheLastSpanNotTheSum() {
        assertThat(timeline.total()).isEqualTo(Duration.ofMillis(6500));
    }

    @Test
    void textShowsAllSpansOnOneAxis() {
        Paper paper = Paper.log(Glyphs.ASCII);

        timeline.print(paper.screen());

        assertThat(paper.text()).isEqualTo("""
                            0 s     1       2       3       4       5       6       7
                            +-------+-------+-------+-------+-------+-------+-------+
                  findFoo   ########################################                  5.00 s
                  findBar       ################################################      6.00 s
                """);
    }

    @Test
    void textOfAShortOrLongSpanStillHasABar() {
        Paper paper = Paper.log(Glyphs.ASCII);

        new Timeline(List.of(new Span("tiny", Duration.ZERO, Duration.ofNanos(1)))).print(paper.screen());
        new Timeline(List.of(new Span("long", Duration.ZERO, Duration.ofSeconds(100)))).print(paper.screen());

        assertThat(paper.text().lines().filter(line -> line.contains("tiny")))
                .singleElement()
                .asString()
                .contains("#");
        assertThat(paper.text().lines().filter(line -> line.contains("long")))
                .singleElement()
                .asString()
                .contains("#".repeat(100));
    }

    @Test
    void pictureHasBarsInProportionToTime() throws Exception {
        List<Element> bars = bars(timeline.svg("caption"));

        assertThat(bars).hasSize(2);
        double pixelsPerSecond = number(bars.get(0), "width") / 5;
        assertThat(number(bars.get(1), "width")).isCloseTo(6 * pixelsPerSecond, rounding());
        assertThat(number(bars.get(1), "x") - number(bars.get(0), "x")).isCloseTo(0.5 * pixelsPerSecond, rounding());
        assertThat(number(bars.get(1), "y")).isGreaterThan(number(bars.get(0), "y") + number(bars.get(0), "height"));
    }

    @Test
    void pictureStaysInsideItsBorders() throws Exception {
        String svg = timeline.svg("caption");
        Element root = parse(svg).getDocumentElement();

        assertThat(bars(svg)).allSatisfy(bar -> {
            assertThat(number(bar, "x") + number(bar, "width")).isLessThan(number(root, "width"));
            assertThat(number(bar, "y") + number(bar, "height")).isLessThan(number(root, "height"));
        });
    }

    @Test
    void pictureIsWellFormedWhateverTheNames() throws Exception {
        Timeline odd = new Timeline(List.of(new Span("a<b & \"c\">", Duration.ZERO, Duration.ofSeconds(1))));

        Document document = parse(odd.svg("5 < 6 & 7"));

        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("5 < 6 & 7");
        assertThat(document.getDocumentElement().getTextContent()).contains("a<b & \"c\">");
    }

    @Test
    void numbersDoNotDependOnTheLanguageOfTheSystem() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            Paper paper = Paper.log(Glyphs.ASCII);
            timeline.print(paper.screen());
            assertThat(paper.text()).contains("5.00 s", "0 s     1 ");
            assertThat(timeline.svg("caption")).contains("6.00 s", "width=\"720\"");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void timelineOfNothingIsRefused() {
        assertThatThrownBy(() -> new Timeline(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Element> bars(String svg) throws Exception {
        NodeList rectangles = parse(svg).getElementsByTagName("rect");
        List<Element> all = new ArrayList<>(IntStream.range(0, rectangles.getLength())
                .mapToObj(i -> (Element) rectangles.item(i))
                .toList());
        all.remove(0); // the background
        return all;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    /** Coordinates are written with one digit. */
    private static Offset<Double> rounding() {
        return within(0.2);
    }
}
