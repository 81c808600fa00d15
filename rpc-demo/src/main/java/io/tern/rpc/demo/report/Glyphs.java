// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.nio.charset.Charset;

/** The characters that lines are drawn with. */
public enum Glyphs {
    /** For terminals that can show them. */
    UNICODE("✓", "✗", "█", "░", "─", "┬"),
    /** For all others, and for logs without a declared encoding. */
    ASCII("[ok]", "[NO]", "#", ".", "-", "+");

    private final String pass;
    private final String fail;
    private final String full;
    private final String empty;
    private final String axis;
    private final String tick;

    Glyphs(String pass, String fail, String full, String empty, String axis, String tick) {
        this.pass = pass;
        this.fail = fail;
        this.full = full;
        this.empty = empty;
        this.axis = axis;
        this.tick = tick;
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

    private String all() {
        return pass + fail + full + empty + axis + tick;
    }
}
