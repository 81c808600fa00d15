// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link Shares} as text: a strip for each provider, one character for each half second. */
public final class ShareStrips {
    private static final int LABEL_WIDTH = 10;
    private static final int SECONDS_PER_TICK = 5;
    private static final int COLUMNS_PER_TICK = SECONDS_PER_TICK * Shares.COLUMNS_PER_SECOND;
    private static final List<Colour> COLOURS = List.of(Colour.CYAN, Colour.YELLOW, Colour.GREEN);

    private final Shares shares;
    private final Screen screen;
    private final Glyphs glyphs;
    private final int sections;

    public ShareStrips(Shares shares, Screen screen) {
        this.shares = shares;
        this.screen = screen;
        this.glyphs = screen.glyphs();
        this.sections = Math.max(1, (shares.columns() + COLUMNS_PER_TICK - 1) / COLUMNS_PER_TICK);
    }

    /** An axis, the strips with what happened to each provider below its own, the failed calls and a legend. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(labelled("", numbers()));
        lines.add(labelled("", glyphs.axis(sections, COLUMNS_PER_TICK)));
        for (int row = 0; row < shares.providers().size(); row++) {
            String provider = shares.providers().get(row);
            String strip = screen.painted(COLOURS.get(row % COLOURS.size()), strip(provider));
            lines.add(labelled(provider, strip + gap() + shares.answers(provider) + " calls"));
            lines.add(labelled("", marks(provider)));
        }
        lines.add(labelled("failed", failures() + gap() + failed()));
        lines.add("");
        lines.add("  " + legend());
        return lines;
    }

    private String numbers() {
        StringBuilder numbers = new StringBuilder();
        for (int section = 0; section <= sections; section++) {
            String number = section == 0 ? "0 s" : String.valueOf(section * SECONDS_PER_TICK);
            numbers.append(String.format(Locale.ROOT, "%-" + COLUMNS_PER_TICK + "s", number));
        }
        return numbers.toString().stripTrailing();
    }

    private String strip(String provider) {
        StringBuilder strip = new StringBuilder();
        for (double share : shares.shares(provider)) {
            strip.append(glyphs.level(share / Shares.TOP_SHARE));
        }
        return strip.toString();
    }

    /** One symbol in each column at most: the last one. */
    private String marks(String provider) {
        StringBuilder marks = new StringBuilder(" ".repeat(shares.columns()));
        for (Shares.Mark mark : shares.marks(provider)) {
            marks.setCharAt(Shares.column(mark.at()), glyphs.event(mark.event()));
        }
        return marks.toString().stripTrailing();
    }

    private String failures() {
        StringBuilder strip = new StringBuilder();
        for (int failed : shares.failures()) {
            strip.append(failed == 0 ? glyphs.level(0) : screen.painted(Colour.RED, glyphs.failure()));
        }
        return strip.toString();
    }

    private String failed() {
        return shares.failed() == 0 ? "0 calls" : screen.painted(Colour.RED, shares.failed() + " calls");
    }

    /** From the end of a strip to the column of the totals. */
    private String gap() {
        return " ".repeat(sections * COLUMNS_PER_TICK - shares.columns() + 2);
    }

    private String legend() {
        StringBuilder legend = new StringBuilder();
        for (Shares.Event event : Shares.Event.values()) {
            legend.append(glyphs.event(event)).append(' ').append(event.text()).append("   ");
        }
        return legend + "one column: 0.5 s   " + glyphs.level(1) + " " + Math.round(100 * Shares.TOP_SHARE)
                + " % of the calls or more";
    }

    private static String labelled(String label, String text) {
        return "  " + label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length())) + text;
    }
}
