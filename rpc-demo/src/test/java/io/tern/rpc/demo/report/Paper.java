// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A screen whose text a test can read. */
final class Paper {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen;

    private Paper(Glyphs glyphs, boolean terminal) {
        screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), glyphs, terminal, terminal);
    }

    static Paper log(Glyphs glyphs) {
        return new Paper(glyphs, false);
    }

    static Paper terminal(Glyphs glyphs) {
        return new Paper(glyphs, true);
    }

    Screen screen() {
        return screen;
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
