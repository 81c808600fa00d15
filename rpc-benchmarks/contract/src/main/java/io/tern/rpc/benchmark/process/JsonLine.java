// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A flat JSON object in one line: what the processes reply. */
public final class JsonLine {
    private static final Pattern MEMBER =
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\":(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,}\"]+))");

    private JsonLine() {}

    /** Numbers are written as they are, all else as text. */
    public static String write(Map<String, ?> members) {
        StringBuilder line = new StringBuilder("{");
        members.forEach((key, value) -> {
            line.append(line.length() == 1 ? "" : ",").append(quote(key)).append(':');
            line.append(value instanceof Number ? value.toString() : quote(String.valueOf(value)));
        });
        return line.append('}').toString();
    }

    /** The members of an object that {@link #write} wrote, as text. */
    public static Map<String, String> read(String line) {
        if (!line.startsWith("{") || !line.endsWith("}")) {
            throw new IllegalArgumentException("Expected a JSON object, found: " + line);
        }
        Map<String, String> members = new LinkedHashMap<>();
        Matcher matcher = MEMBER.matcher(line);
        while (matcher.find()) {
            String number = matcher.group(3);
            members.put(unquote(matcher.group(1)), number != null ? number : unquote(matcher.group(2)));
        }
        return members;
    }

    /** A text as a JSON string. */
    public static String quote(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + '"';
    }

    private static String unquote(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = switch (text.charAt(i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> text.charAt(i);
                };
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
