// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.regex.Pattern;

/** Where the demo writes: a terminal, on which a line can be drawn over, or a log. */
public final class Screen {
    private static final int WIDTH = 100;
    private static final String ERASE_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";
    /** A line that is wider than the terminal must not become two: going back counts lines. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final PrintStream out;
    private final Glyphs glyphs;
    private final boolean terminal;
    private final boolean ansi;
    private int drawnColumns;
    private int drawnLines;

    /**
     * @param terminal whether it is one, on which {@code \r} goes back to the beginning of a line
     * @param ansi whether it also knows the control sequences for colours and for going up
     */
    Screen(PrintStream out, Glyphs glyphs, boolean terminal, boolean ansi) {
        this.out = out;
        this.glyphs = glyphs;
        this.terminal = terminal;
        this.ansi = ansi;
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
        boolean terminal = console != null && System.getenv("CI") == null;
        String kind = System.getenv("TERM");
        return new Screen(out, Glyphs.of(charset), terminal, terminal && kind != null && !kind.equals("dumb"));
    }

    /** Whether {@link #draw} can take back what it wrote. */
    boolean isTerminal() {
        return terminal;
    }

    Glyphs glyphs() {
        return glyphs;
    }

    public void line(String text) {
        removeBlock();
        out.println(text.stripTrailing());
    }

    public void emptyLine() {
        line("");
    }

    /** Shows some lines until the next ones are shown or something else is written; only where that can be done, nothing in a log. */
    public void show(List<String> lines) {
        if (!ansi) {
            return;
        }
        StringBuilder block = new StringBuilder(goBack()).append(NO_WRAP);
        for (String line : lines) {
            block.append(line).append(ERASE_LINE).append(System.lineSeparator());
        }
        out.print(block.append(ERASE_BELOW).append(WRAP));
        out.flush();
        drawnLines = lines.size();
    }

    private void removeBlock() {
        if (drawnLines > 0) {
            out.print(goBack() + ERASE_BELOW);
            drawnLines = 0;
        }
    }

    /** To the beginning of the block. */
    private String goBack() {
        return drawnLines == 0 ? "" : "\u001b[" + drawnLines + "A\r";
    }

    /** The text in a colour, where there are colours. */
    String painted(Colour colour, String text) {
        return ansi ? colour.of(text) : text;
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
