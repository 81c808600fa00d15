// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One side of a condition rule: {@code method = find*,!findAll & host != 10.0.0.1}. Nothing is guessed: what is not of this
 * form refuses the rule, where Dubbo would read over it.
 */
final class ConditionText {
    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9_.-]+|arguments\\[[0-9]{1,3}\\]|attachments\\[[A-Za-z0-9_.-]+\\]");
    private static final String OUTSIDE_OF_VALUES = "!=<>";

    private final Function<String, ValuePattern> patterns;
    private final Map<String, List<ValuePattern>> accepted = new LinkedHashMap<>();
    private final Map<String, List<ValuePattern>> refused = new LinkedHashMap<>();

    private ConditionText(Function<String, ValuePattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * Reads a side that is not empty. A key that is there twice becomes one condition.
     *
     * @param patterns reads one value
     * @throws IllegalArgumentException says what is wrong, without repeating the text
     */
    static List<Condition> parse(String text, Function<String, ValuePattern> patterns) {
        ConditionText read = new ConditionText(patterns);
        for (String part : text.split("&", -1)) {
            read.part(part.trim());
        }
        List<Condition> conditions = new ArrayList<>();
        read.accepted.forEach(
                (key, values) -> conditions.add(new Condition(key, values, read.refused.getOrDefault(key, List.of()))));
        return List.copyOf(conditions);
    }

    private void part(String part) {
        int operator = operator(part, 0);
        String key = key(part.substring(0, operator).trim());
        if (operator == part.length()) {
            throw new IllegalArgumentException("a condition has a key and no = or !=");
        }
        accepted.computeIfAbsent(key, absent -> new ArrayList<>());
        while (operator < part.length()) {
            boolean negative = part.charAt(operator) == '!';
            int start = operator + (negative ? 2 : 1);
            operator = operator(part, start);
            for (String value : part.substring(start, operator).split(",", -1)) {
                value(key, value.trim(), negative);
            }
        }
    }

    /** Where the next {@code =} or {@code !=} begins; the end of the text if there is none. */
    private static int operator(String part, int from) {
        int equals = part.indexOf('=', from);
        if (equals < 0) {
            return part.length();
        }
        return equals > from && part.charAt(equals - 1) == '!' ? equals - 1 : equals;
    }

    private static String key(String text) {
        String key = text.startsWith("consumer.") || text.startsWith("provider.")
                ? text.substring("consumer.".length())
                : text;
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "a condition has no key of the form name, arguments[0] or attachments[name]");
        }
        return key;
    }

    private void value(String key, String text, boolean negative) {
        boolean excluded = !negative && text.startsWith("!");
        String value = excluded ? text.substring(1) : text;
        if (value.isEmpty()
                || value.chars().anyMatch(c -> Character.isWhitespace(c) || OUTSIDE_OF_VALUES.indexOf(c) >= 0)) {
            throw new IllegalArgumentException("a condition has an empty value, or one with characters that none has");
        }
        (negative || excluded ? refused : accepted)
                .computeIfAbsent(key, absent -> new ArrayList<>())
                .add(patterns.apply(value));
    }
}
