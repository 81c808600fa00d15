// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a mock, which stands in the user's own file: objects, lists, texts in double or single quotes,
 * numbers, and the three words.
 */
final class JsonReader {
    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 64;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    /** Whether the text is meant as JSON; {@code 3rd} is not, and neither is {@code truely}. */
    static boolean looksLikeJson(String text) {
        return (!text.isEmpty() && "{[\"'".indexOf(text.charAt(0)) >= 0)
                || text.equals("null")
                || text.equals("true")
                || text.equals("false")
                || NUMBER.matcher(text).matches();
    }

    /**
     * The one value that the text is.
     *
     * @throws IllegalArgumentException with the reason if it is none
     */
    @Nullable
    Object read() {
        Object value = value();
        skipBlanks();
        if (at < text.length()) {
            throw fault("there is more after its end");
        }
        return value;
    }

    private @Nullable Object value() {
        skipBlanks();
        if (at == text.length()) {
            throw fault("a value is missing");
        }
        char first = text.charAt(at);
        return switch (first) {
            case '{' -> nested(this::object);
            case '[' -> nested(this::list);
            case '"', '\'' -> quoted();
            default -> word();
        };
    }

    private Object nested(Supplier<Object> reader) {
        if (++depth > DEEPEST) {
            throw fault("it is nested more than " + DEEPEST + " deep");
        }
        at++;
        Object value = reader.get();
        depth--;
        return value;
    }

    private Object object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (!ends('}', members.isEmpty())) {
            skipBlanks();
            if (at == text.length() || "\"'".indexOf(text.charAt(at)) < 0) {
                throw fault("a name in quotes is missing");
            }
            String name = quoted();
            expect(':');
            members.put(name, value());
        }
        return members;
    }

    private Object list() {
        List<@Nullable Object> items = new ArrayList<>();
        while (!ends(']', items.isEmpty())) {
            items.add(value());
        }
        return items;
    }

    /** Reads the end, or what separates the next member from those before. */
    private boolean ends(char end, boolean first) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == end) {
            at++;
            return true;
        }
        if (!first) {
            expect(',');
        }
        return false;
    }

    private void expect(char wanted) {
        skipBlanks();
        if (at == text.length() || text.charAt(at) != wanted) {
            throw fault("'" + wanted + "' is missing");
        }
        at++;
    }

    private String quoted() {
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            value.append(c == '\\' ? escaped() : c);
        }
        if (at == text.length()) {
            throw fault("the closing quote is missing");
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        if (at == text.length()) {
            throw fault("it ends after a backslash");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            case '"', '\'', '\\', '/' -> c;
            default -> throw fault("\\" + c + " means nothing");
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw fault("four digits are missing after \\u");
        }
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = Character.digit(text.charAt(at), 16);
            if (digit < 0) {
                throw fault("four digits are missing after \\u");
            }
            code = 16 * code + digit;
        }
        return (char) code;
    }

    private @Nullable Object word() {
        int end = at;
        while (end < text.length() && ",:]} \t\r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String word = text.substring(at, end);
        Matcher number = NUMBER.matcher(word);
        Object value = switch (word) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> {
                if (word.length() > LONGEST_NUMBER || !number.matches()) {
                    throw fault("a value is missing, or a text without quotes");
                }
                yield new BigDecimal(word);
            }
        };
        at = end;
        return value;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("it is no JSON: " + what + " at character " + (at + 1));
    }
}
