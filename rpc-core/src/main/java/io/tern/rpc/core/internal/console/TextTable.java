// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table with lines around its cells, in the form in which Dubbo draws them. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... titles) {
        rows.add(List.of(titles));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder(rule(widths));
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                int before = (widths[column] - cell.length()) / 2;
                text.append('|').append(" ".repeat(before)).append(cell);
                text.append(" ".repeat(widths[column] - cell.length() - before));
            }
            text.append("|\n").append(rule(widths));
        }
        return text.toString();
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder();
        for (int width : widths) {
            rule.append('+').append("-".repeat(width));
        }
        return rule.append("+\n").toString();
    }
}
