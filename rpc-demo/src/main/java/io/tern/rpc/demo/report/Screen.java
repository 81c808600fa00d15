// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.regex.Pattern;

/** Where the demo writes: a terminal, on which a line can be drawn over, or a log. */
public final class Screen {
    private static final int WIDTH = 100;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final PrintStream out;
    private final Glyphs glyphs;
    private final boolean terminal;
    private int drawnColumns;

    Screen(PrintStream out, Glyphs glyphs, boolean terminal) {
        this.out = out;
        this.glyphs = glyphs;
        this.terminal = terminal;
    }

    /**
     * This process's standard output, in the encoding of the terminal or of the system.
     *
     * <p>JDK 22 and newer tell a terminal from a log only with {@code -Djdk.console=java.base}.
     */
    @SuppressWarnings("SystemConsoleNull") // See above: the launcher sets it.
    public static Screen standardOutput() {
        Console console = System.console();
        Charset charset = console != null ? console.charset() : Charset.forName(System.getProperty("native.encoding"));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset);
        return new Screen(out, Glyphs.of(charset), console != null && System.getenv("CI") == null);
    }

    /** Whether {@link #draw} can take back what it wrote. */
    boolean isTerminal() {
        return terminal;
    }

    Glyphs glyphs() {
        return glyphs;
    }

    public void line(String text) {
        out.println(text.stripTrailing());
    }

    public void emptyLine() {
        out.println();
    }

    /** Prints a long text over several indented lines, broken between words. */
    public void quote(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : BLANKS.splitAsStream(text).toList()) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                line("      " + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        line("      " + line);
    }

    /** Writes over the text that was drawn before; for terminals. */
    void draw(String text) {
        out.print("\r" + text + " ".repeat(Math.max(0, drawnColumns - text.length())));
        out.flush();
        drawnColumns = text.length();
    }

    /** Removes what was drawn. */
    void clear() {
        draw("");
        out.print("\r");
        out.flush();
    }
}
