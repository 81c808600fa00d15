// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A screen whose text a test can read. */
public final class Paper {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen;

    private Paper(Glyphs glyphs, boolean terminal) {
        screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), glyphs, terminal, terminal);
    }

    public static Paper log(Glyphs glyphs) {
        return new Paper(glyphs, false);
    }

    public static Paper terminal(Glyphs glyphs) {
        return new Paper(glyphs, true);
    }

    public Screen screen() {
        return screen;
    }

    public String text() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
