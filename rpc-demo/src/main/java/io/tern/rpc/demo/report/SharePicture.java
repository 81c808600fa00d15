// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link Shares} as an SVG document that needs nothing else, for light and for dark pages; all lengths in pixels. */
public final class SharePicture {
    private static final int LEFT = 90;
    private static final int PLOT = 640;
    private static final int WIDTH = 840;
    private static final int TOP = 90;
    private static final int ROW = 96;
    private static final int HEIGHT = 60;
    private static final int FAILED_ROW = 30;
    private static final int SECONDS_PER_TICK = 5;
    private static final int COLOURS = 3;

    private static final String STYLE = """
            <style>
            .ground { fill: #ffffff } .text { fill: #1f2328 } .faint { fill: #59636e } .grid { stroke: #d1d9e0 }
            .p0 { fill: #2a78b8 } .p1 { fill: #c06a1c } .p2 { fill: #2f8a4c } .event { stroke: #1f2328 } .failed { fill: #d1242f }
            @media (prefers-color-scheme: dark) {
            .ground { fill: #0d1117 } .text { fill: #f0f6fc } .faint { fill: #9198a1 } .grid { stroke: #3d444d }
            .p0 { fill: #58a6e0 } .p1 { fill: #e8964a } .p2 { fill: #57b877 } .event { stroke: #f0f6fc } .failed { fill: #ff7b72 }
            }
            </style>""";

    private final Shares shares;
    private final int seconds;

    public SharePicture(Shares shares) {
        this.shares = shares;
        int columns = Math.max(1, shares.columns());
        this.seconds = (columns + Shares.COLUMNS_PER_SECOND - 1) / Shares.COLUMNS_PER_SECOND;
    }

    /** The document. */
    public String svg(String caption) {
        List<String> elements = new ArrayList<>();
        for (int second = 0; second <= seconds; second += SECONDS_PER_TICK) {
            elements.add(tick(second));
        }
        for (int row = 0; row < shares.providers().size(); row++) {
            addProvider(row, elements);
        }
        addFailures(elements);
        String pattern = """
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d"\
                 font-family="sans-serif" font-size="14" role="img">
                <title>%3$s</title>
                %4$s
                <rect class="ground" width="100%%" height="100%%"/>
                <text class="text" x="20" y="32" font-size="16">%3$s</text>
                <text class="faint" x="20" y="52" font-size="12">Share of the calls in each half second. The line is an equal share, a full row 60 %% or more.</text>
                %5$s
                </svg>
                """;
        return format(pattern, WIDTH, bottom() + 16, escaped(caption), STYLE, String.join("\n", elements));
    }

    private String tick(int second) {
        return format(
                "<line class=\"grid\" x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\"/>"
                        + "<text class=\"faint\" x=\"%1$.1f\" y=\"%4$d\" text-anchor=\"middle\" font-size=\"12\">%5$d s</text>",
                x(second), TOP - 8, bottom(), TOP - 12, second);
    }

    private void addProvider(int row, List<String> elements) {
        String provider = shares.providers().get(row);
        int base = TOP + row * ROW + HEIGHT;
        elements.add(label(provider, base - HEIGHT / 2 + 5));
        elements.add(total(shares.answers(provider) + " calls", "faint", base - HEIGHT / 2 + 5));
        elements.add(horizontal(base));
        List<Double> parts = shares.shares(provider);
        for (int column = 0; column < parts.size(); column++) {
            if (parts.get(column) > 0) {
                elements.add(bar(column, row, base, height(parts.get(column))));
            }
        }
        elements.add(horizontal(base - height(1.0 / shares.providers().size())));
        for (Shares.Mark mark : shares.marks(provider)) {
            elements.add(event(mark, base));
        }
    }

    private String bar(int column, int row, int base, double height) {
        double from = x((double) column / Shares.COLUMNS_PER_SECOND);
        double to = x((column + 1.0) / Shares.COLUMNS_PER_SECOND);
        return format(
                "<rect class=\"p%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                row % COLOURS, from, base - height, Math.max(0.5, to - from - 1), height);
    }

    private String event(Shares.Mark mark, int base) {
        double x = x(seconds(mark.at()));
        // The labels of an end and of the next start, often close together, point away from each other.
        String anchor = mark.event() == Shares.Event.STARTED ? "start" : "end";
        return format(
                "<line class=\"event\" x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\" stroke-dasharray=\"3 2\"/>"
                        + "<text class=\"text\" x=\"%1$.1f\" y=\"%4$d\" text-anchor=\"%5$s\" font-size=\"11\">%6$s %7$.1f s</text>",
                x, base - HEIGHT, base + 6, base + 18, anchor, mark.event().text(), seconds(mark.at()));
    }

    private void addFailures(List<String> elements) {
        int base = bottom() - FAILED_ROW / 2;
        elements.add(label("failed", base));
        elements.add(total(shares.failed() + " calls", shares.failed() == 0 ? "faint" : "failed", base));
        List<Integer> failures = shares.failures();
        for (int column = 0; column < failures.size(); column++) {
            if (failures.get(column) > 0) {
                elements.add(format(
                        "<text class=\"failed\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">\u2717</text>",
                        x((column + 0.5) / Shares.COLUMNS_PER_SECOND), base));
            }
        }
    }

    private static String label(String text, int y) {
        return format("<text class=\"text\" x=\"20\" y=\"%d\">%s</text>", y, escaped(text));
    }

    private static String total(String text, String style, int y) {
        return format(
                "<text class=\"%s\" x=\"%d\" y=\"%d\" font-size=\"12\">%s</text>", style, LEFT + PLOT + 12, y, text);
    }

    private static String horizontal(double y) {
        return format(
                "<line class=\"grid\" x1=\"%1$d\" y1=\"%3$.1f\" x2=\"%2$d\" y2=\"%3$.1f\"/>", LEFT, LEFT + PLOT, y);
    }

    private static double height(double share) {
        return HEIGHT * Math.min(1, share / Shares.TOP_SHARE);
    }

    private int bottom() {
        return TOP + shares.providers().size() * ROW + FAILED_ROW;
    }

    private double x(double second) {
        return LEFT + second * PLOT / seconds;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
