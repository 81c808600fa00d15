// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.nio.charset.Charset;

/** The characters that lines are drawn with. */
public enum Glyphs {
    /** For terminals that can show them. */
    UNICODE("✓", "✗", "█", "░", "─", "┬", "·▁▂▃▄▅▆▇█", "✗", "†■▲"),
    /** For all others, and for logs without a declared encoding. */
    ASCII("[ok]", "[NO]", "#", ".", "-", "+", " .:-=+*%#", "X", "Ks^");

    private final String pass;
    private final String fail;
    private final String full;
    private final String empty;
    private final String axis;
    private final String tick;
    private final String levels;
    private final String failure;
    private final String events;

    /**
     * @param levels from nothing to all
     * @param events for killed, stopped and started
     */
    Glyphs(
            String pass,
            String fail,
            String full,
            String empty,
            String axis,
            String tick,
            String levels,
            String failure,
            String events) {
        this.pass = pass;
        this.fail = fail;
        this.full = full;
        this.empty = empty;
        this.axis = axis;
        this.tick = tick;
        this.levels = levels;
        this.failure = failure;
        this.events = events;
    }

    /** The prettiest ones that this encoding has. */
    public static Glyphs of(Charset charset) {
        boolean all = charset.canEncode() && charset.newEncoder().canEncode(UNICODE.all());
        return all ? UNICODE : ASCII;
    }

    String mark(boolean holds) {
        return holds ? pass : fail;
    }

    /** A bar with its first {@code filled} of {@code width} columns filled. */
    String bar(int filled, int width) {
        return full.repeat(filled) + empty.repeat(width - filled);
    }

    String bar(int width) {
        return full.repeat(width);
    }

    /** An axis of some sections, with a tick at both ends of each. */
    String axis(int sections, int sectionWidth) {
        return (tick + axis.repeat(sectionWidth - 1)).repeat(sections) + tick;
    }

    /** A column filled to a part from 0 to 1; more counts as 1, and the first level is for nothing at all. */
    char level(double part) {
        int highest = levels.length() - 1;
        return part <= 0
                ? levels.charAt(0)
                : levels.charAt((int) Math.min(highest, Math.max(1, Math.round(part * highest))));
    }

    /** Stands for failed calls, one column wide. */
    String failure() {
        return failure;
    }

    /** Stands for something that was done, one column wide. */
    char event(Shares.Event event) {
        return events.charAt(
                switch (event) {
                    case KILLED -> 0;
                    case STOPPED -> 1;
                    case STARTED -> 2;
                });
    }

    private String all() {
        return pass + fail + full + empty + axis + tick + levels + failure + events;
    }
}
