// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.util.List;
import java.util.Locale;

/** The multiples of the base as bars, on a logarithmic scale from 1/4 to 64, as SVG. */
final class BarChart {
    private static final List<String> COLOURS =
            List.of("#0b6e4f", "#3fa796", "#b23a48", "#d98880", "#e6b0aa", "#2e5eaa", "#7fa6d6", "#6b6b6b", "#a8a8a8");
    private static final int LABEL_WIDTH = 190;
    private static final int PLOT_WIDTH = 640;
    private static final int BAR_HEIGHT = 11;
    private static final int GAP = 14;
    private static final double LOWEST = 0.25;
    private static final double HIGHEST = 64;

    private BarChart() {}

    static String of(Results results, List<String> contenders, String base) {
        StringBuilder bars = new StringBuilder();
        int y = 40;
        for (String cell : results.cells()) {
            if (cell.contains(".open")) {
                continue;
            }
            bars.append(text(10, y + BAR_HEIGHT, cell, "font-weight=\"bold\""));
            for (int i = 0; i < contenders.size(); i++) {
                double ratio = results.ratio(cell, contenders.get(i), base);
                if (!Double.isNaN(ratio)) {
                    bars.append(bar(y, ratio, COLOURS.get(i % COLOURS.size()), contenders.get(i)));
                    y += BAR_HEIGHT;
                }
            }
            y += GAP;
        }
        int width = LABEL_WIDTH + PLOT_WIDTH + 130;
        int height = y + 10;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height
                + "\" font-family=\"sans-serif\" font-size=\"10\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
                + text(10, 20, "calls a second as a multiple of " + base, "font-size=\"13\"") + grid(height) + bars
                + "</svg>\n";
    }

    private static String grid(int height) {
        StringBuilder lines = new StringBuilder();
        for (double tick = LOWEST; tick <= HIGHEST; tick *= 2) {
            double x = x(tick);
            lines.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"36\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>%n",
                    x,
                    x,
                    height - 8,
                    tick == 1 ? "#888" : "#ddd"));
            lines.append(text((int) x - 6, 33, MarkdownReport.number(tick, tick < 1 ? 2 : 0), "fill=\"#555\""));
        }
        return lines.toString();
    }

    private static String bar(int y, double ratio, String colour, String contender) {
        double from = x(LOWEST);
        double to = x(Math.min(HIGHEST, Math.max(LOWEST * 1.02, ratio)));
        return String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                        from,
                        y,
                        to - from,
                        BAR_HEIGHT - 1,
                        colour)
                + text((int) to + 4, y + BAR_HEIGHT - 2, contender + " " + MarkdownReport.number(ratio, 2), "");
    }

    private static double x(double ratio) {
        return LABEL_WIDTH + PLOT_WIDTH * Math.log(ratio / LOWEST) / Math.log(HIGHEST / LOWEST);
    }

    private static String text(int x, int y, String content, String attributes) {
        return "<text x=\"" + x + "\" y=\"" + y + "\" " + attributes + ">" + content + "</text>\n";
    }
}
