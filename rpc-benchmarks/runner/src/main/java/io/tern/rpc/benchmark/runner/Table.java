// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import io.tern.rpc.benchmark.process.JsonLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures that are not measured in rounds: a row for each contender. */
record Table(String title, List<String> columns, List<List<String>> rows) {
    Table(String title, String... columns) {
        this(title, List.of(columns), new ArrayList<>());
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    String markdown() {
        StringBuilder text = new StringBuilder("### " + title + "\n\n");
        text.append(line(columns))
                .append("|---|")
                .append("--:|".repeat(columns.size() - 1))
                .append('\n');
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    /** An object for each row. */
    List<String> json() {
        List<String> objects = new ArrayList<>();
        for (List<String> row : rows) {
            Map<String, String> members = new LinkedHashMap<>();
            members.put("table", title);
            for (int i = 0; i < row.size(); i++) {
                members.put(columns.get(i), row.get(i));
            }
            objects.add(JsonLine.write(members));
        }
        return objects;
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
