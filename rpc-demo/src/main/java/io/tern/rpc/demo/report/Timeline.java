// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Some spans of time on one axis that begins at 0, as text and as a picture. */
public final class Timeline {
    private static final int TEXT_WIDTH = 60;
    private static final int LABEL_WIDTH = 10;
    private static final double NANOS_PER_SECOND = 1e9;

    private final List<Span> spans;

    /** One bar, from {@code start} to {@code end} on the axis. */
    public record Span(String name, Duration start, Duration end) {}

    /**
     * @param spans at least one
     */
    public Timeline(List<Span> spans) {
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("A timeline needs a span.");
        }
        this.spans = List.copyOf(spans);
    }

    /** From the beginning of the axis to the end of the last span. */
    public Duration total() {
        return spans.stream().map(Span::end).max(Duration::compareTo).orElseThrow();
    }

    /** Prints the axis and a line for each span. */
    public void print(Screen screen) {
        int columns = Math.max(1, TEXT_WIDTH / axisSeconds());
        StringBuilder numbers = new StringBuilder(" ".repeat(LABEL_WIDTH));
        for (int second = 0; second <= axisSeconds(); second++) {
            numbers.append(String.format(Locale.ROOT, "%-" + columns + "s", second + (second == 0 ? " s" : "")));
        }
        screen.line("  " + numbers);
        screen.line("  " + " ".repeat(LABEL_WIDTH) + screen.glyphs().axis(axisSeconds(), columns));
        for (Span span : spans) {
            int from = (int) Math.round(seconds(span.start()) * columns);
            int to = (int) Math.round(seconds(span.end()) * columns);
            String bar = " ".repeat(from) + screen.glyphs().bar(Math.max(1, to - from));
            String padded = bar + " ".repeat(Math.max(0, axisSeconds() * columns - bar.length()));
            String label = span.name()
                    + " ".repeat(Math.max(1, LABEL_WIDTH - span.name().length()));
            screen.line(
                    "  " + label + padded + "  " + Stopwatch.seconds(span.end().minus(span.start())));
        }
    }

    /** The same as an SVG document. */
    public String svg(String caption) {
        SvgCanvas canvas = new SvgCanvas(axisSeconds(), spans.size());
        List<String> elements = new ArrayList<>();
        for (int second = 0; second <= axisSeconds(); second++) {
            elements.add(canvas.tick(second));
        }
        for (int row = 0; row < spans.size(); row++) {
            Span span = spans.get(row);
            double from = seconds(span.start());
            double to = seconds(span.end());
            elements.add(canvas.bar(row, span.name(), from, to));
        }
        return canvas.document(caption, elements);
    }

    /** The first whole second at or after the end. */
    private int axisSeconds() {
        return Math.max(1, (int) Math.ceil(seconds(total())));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }

    /** Places things on a picture; all lengths in pixels. */
    private record SvgCanvas(int seconds, int rows) {
        private static final int LEFT = 110;
        private static final int TOP = 76;
        private static final int ROW = 44;
        private static final int BAR = 26;
        private static final int PLOT = 520;
        private static final int WIDTH = 720;
        private static final List<String> COLOURS = List.of("#2a78b8", "#d0782a");

        String document(String caption, List<String> elements) {
            String pattern = """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d"\
                     font-family="sans-serif" font-size="14" role="img">
                    <title>%3$s</title>
                    <rect width="100%%" height="100%%" fill="#ffffff"/>
                    <text x="20" y="32" font-size="16" fill="#222222">%3$s</text>
                    %4$s
                    </svg>
                    """;
            return format(pattern, WIDTH, bottom() + 16, escaped(caption), String.join("\n", elements));
        }

        String tick(int second) {
            return format(
                    "<line x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\" stroke=\"#cccccc\"/>"
                            + "<text x=\"%1$.1f\" y=\"%4$d\" text-anchor=\"middle\" fill=\"#555555\">%5$d s</text>",
                    x(second), TOP - 8, bottom(), TOP - 14, second);
        }

        String bar(int row, String name, double from, double to) {
            int y = TOP + row * ROW;
            return format(
                    "<text x=\"20\" y=\"%d\" fill=\"#222222\">%s</text>"
                            + "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\" fill=\"%s\"/>"
                            + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"end\" fill=\"#ffffff\">%.2f s</text>",
                    y + 18,
                    escaped(name),
                    x(from),
                    y,
                    x(to) - x(from),
                    BAR,
                    COLOURS.get(row % COLOURS.size()),
                    x(to) - 8,
                    y + 18,
                    to - from);
        }

        private int bottom() {
            return TOP + rows * ROW;
        }

        private double x(double second) {
            return LEFT + second * PLOT / seconds;
        }

        private static String format(String pattern, Object... values) {
            return String.format(Locale.ROOT, pattern, values);
        }

        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }
}
