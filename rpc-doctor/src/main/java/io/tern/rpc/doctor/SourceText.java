// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of an XML file, in which the lines of tags and their attributes can be looked up; parsers tell only where a tag ends. */
final class SourceText {
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final Pattern ATTRIBUTE = Pattern.compile("([^\\s=\"'<>/]+)\\s*=\\s*(?:\"[^\"]*\"|'[^']*')");

    private final String text;
    private final int[] lineStarts;

    SourceText(String text) {
        this.text = text;
        List<Integer> starts = new ArrayList<>(List.of(0));
        Matcher ends = LINE_END.matcher(text);
        while (ends.find()) {
            starts.add(ends.end());
        }
        lineStarts = starts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** A start tag: its own line, and the lines of its attributes by their names with prefix. */
    record Tag(int line, Map<String, Integer> attributeLines) {
        int lineOf(String attribute) {
            return attributeLines.getOrDefault(attribute, line);
        }
    }

    /**
     * The start tag that ends at a position.
     *
     * @param line from 1
     * @param column from 1, the place after the tag's last character
     */
    Tag tagBefore(String name, int line, int column) {
        int end = Math.min(text.length(), lineStarts[Math.min(line, lineStarts.length) - 1] + column - 1);
        // No attribute holds this character, so the last one before the end is where the tag starts.
        int start = text.lastIndexOf("<" + name, Math.max(0, end - 1));
        if (start < 0) {
            return new Tag(line, Map.of());
        }
        Map<String, Integer> lines = new HashMap<>();
        Matcher attributes =
                ATTRIBUTE.matcher(text).region(start + 1 + name.length(), Math.max(end, start + 1 + name.length()));
        while (attributes.find()) {
            lines.put(attributes.group(1), lineOf(attributes.start()));
        }
        return new Tag(lineOf(start), lines);
    }

    private int lineOf(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
