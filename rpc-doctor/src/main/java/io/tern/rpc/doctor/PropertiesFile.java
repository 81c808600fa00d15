// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file, with the line of each key.
 *
 * @param entries by key; of two with one key the last counts, as in Java
 */
record PropertiesFile(Path path, Map<String, Entry> entries) {
    /** A value and where it stands. */
    record Entry(String text, Place place) {}

    /**
     * Reads a file in the encoding of properties files.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it holds a malformed escape
     */
    static PropertiesFile read(Path path) throws IOException {
        List<String> lines = Files.readAllLines(path, StandardCharsets.ISO_8859_1);
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            int first = i + 1;
            StringBuilder logical = new StringBuilder(lines.get(i));
            while (!isComment(logical) && isContinued(logical) && i + 1 < lines.size()) {
                logical.append('\n').append(lines.get(++i));
            }
            Properties one = new Properties();
            one.load(new StringReader(logical.toString()));
            Place place = new Place(path.toString(), first);
            one.stringPropertyNames()
                    .forEach(key -> entries.put(key, new Entry(String.valueOf(one.getProperty(key)), place)));
        }
        return new PropertiesFile(path, entries);
    }

    private static boolean isComment(CharSequence line) {
        String text = line.toString().stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    private static boolean isContinued(CharSequence line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
