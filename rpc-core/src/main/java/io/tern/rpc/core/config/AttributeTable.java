// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of attributes, the one place where they are described.
 *
 * <pre>
 * # a comment
 * [reference consumer]                              the elements that the following attributes belong to
 * name, other (alias) ! | form range | default | tier | treatment : reason
 *     Documentation, in lines indented by four blanks.
 *     - treatment value value : reason              what is done with certain values; "- off" alone means the usual words for off
 * </pre>
 *
 * Several names share one row when all is equal. The exclamation mark stands for a required attribute; a default of {@code -} for none. Every line
 * that does not fit stops the start with file and line, since it is a mistake in Tern itself.
 */
final class AttributeTable {
    private static final Pattern GROUP = Pattern.compile("\\[([A-Za-z -]+)]");
    private static final Pattern NAMES = Pattern.compile("([A-Za-z, -]+?)(?: \\(([a-z]+)\\))?( !)?");
    private static final Pattern RULE = Pattern.compile("- ([a-z-]+)((?: (?!: )\\S+)*)(?: : (.+))?");
    private static final List<String> WORDS_FOR_OFF = List.of("false", "0", "null", "N/A");
    private static final String INDENT = "    ";
    private static final String SEPARATOR = " | ";
    private static final String BECAUSE = " : ";
    private static final int COLUMNS = 5;

    private final List<AttributeSpec> specs = new ArrayList<>();
    private List<ElementKind> elements = List.of();
    private @Nullable Row row;
    private int lineNumber;

    private AttributeTable() {}

    /** One row while its indented lines are read. */
    private static final class Row {
        private final List<String> columns;
        private final List<String> documentation = new ArrayList<>();
        private final List<ValueRule> rules = new ArrayList<>();

        Row(List<String> columns) {
            this.columns = columns;
        }
    }

    /** All attributes of the table, in its order. */
    static List<AttributeSpec> read(String resource) {
        InputStream stream = AttributeTable.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("The table " + resource + " is missing in the jar");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return parse(resource, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("The table " + resource + " cannot be read", e);
        }
    }

    static List<AttributeSpec> parse(String resource, List<String> lines) {
        AttributeTable table = new AttributeTable();
        for (String line : lines) {
            table.lineNumber++;
            try {
                table.accept(line);
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(resource + ":" + table.lineNumber + ": " + e.getMessage(), e);
            }
        }
        try {
            table.endRow();
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(resource + ", last row: " + e.getMessage(), e);
        }
        return table.specs;
    }

    private void accept(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith(INDENT)) {
            acceptDetail(line.strip());
            return;
        }
        endRow();
        Matcher group = GROUP.matcher(line);
        if (group.matches()) {
            elements = elements(group.group(1));
            return;
        }
        List<String> columns = columns(line);
        if (columns.size() != COLUMNS) {
            throw new IllegalArgumentException("Expected " + COLUMNS + " columns, found " + columns.size());
        }
        row = new Row(columns);
    }

    private static List<String> columns(String line) {
        List<String> columns = new ArrayList<>();
        int start = 0;
        for (int end = line.indexOf(SEPARATOR); end >= 0; end = line.indexOf(SEPARATOR, start)) {
            columns.add(line.substring(start, end));
            start = end + SEPARATOR.length();
        }
        columns.add(line.substring(start));
        return columns;
    }

    private static List<ElementKind> elements(String names) {
        List<ElementKind> elements = new ArrayList<>();
        for (String name : names.split(" ", -1)) {
            elements.add(ElementKind.named(name)
                    .orElseThrow(() -> new IllegalArgumentException("There is no element " + name)));
        }
        return elements;
    }

    private void acceptDetail(String text) {
        if (row == null) {
            throw new IllegalArgumentException("Indented text belongs below a row");
        }
        if (!text.startsWith("- ")) {
            row.documentation.add(text);
            return;
        }
        Matcher rule = RULE.matcher(text);
        if (!rule.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not of the form \"- treatment value … : reason\"");
        }
        Treatment treatment = treatment(rule.group(1));
        String values = rule.group(2).strip();
        List<String> listed = values.isEmpty() ? List.of() : List.of(values.split(" ", -1));
        if (listed.isEmpty() && treatment != Treatment.OFF) {
            throw new IllegalArgumentException("The rule names no value");
        }
        String reason = rule.group(3) == null ? "" : rule.group(3);
        row.rules.add(new ValueRule(treatment, listed.isEmpty() ? WORDS_FOR_OFF : listed, reason));
    }

    private void endRow() {
        Row ended = row;
        row = null;
        if (ended == null) {
            return;
        }
        if (elements.isEmpty() || ended.documentation.isEmpty()) {
            throw new IllegalArgumentException("The row above has no element or no documentation");
        }
        Matcher names = NAMES.matcher(ended.columns.get(0));
        if (!names.matches()) {
            throw new IllegalArgumentException(
                    "\"" + ended.columns.get(0) + "\" is not of the form \"name, name (alias) !\"");
        }
        for (ElementKind element : elements) {
            for (String name : names.group(1).split(", ", -1)) {
                specs.add(spec(element, name, names.group(2), names.group(3) != null, ended));
            }
        }
    }

    private static AttributeSpec spec(
            ElementKind element, String name, @Nullable String alias, boolean required, Row row) {
        List<String> columns = row.columns;
        String treatment = columns.get(4);
        int colon = treatment.indexOf(BECAUSE);
        return new AttributeSpec(
                element,
                name,
                alias == null ? List.of() : List.of(alias),
                required,
                AttributeType.parse(columns.get(1)),
                columns.get(2).equals("-") ? "" : columns.get(2),
                Tier.valueOf(columns.get(3)),
                treatment(colon < 0 ? treatment : treatment.substring(0, colon)),
                colon < 0 ? "" : treatment.substring(colon + BECAUSE.length()),
                row.rules,
                String.join(" ", row.documentation));
    }

    private static Treatment treatment(String word) {
        return Treatment.named(word)
                .orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" is not a treatment"));
    }
}
