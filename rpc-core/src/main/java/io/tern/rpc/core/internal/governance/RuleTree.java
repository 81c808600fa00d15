// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.core.internal.log.SafeText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A map within the tree of a rule, read strictly: what is not of the expected kind refuses the rule, and so does a key that is
 * not known, since it could be the one that keeps calls away from a provider. All methods throw IllegalArgumentException,
 * with a message that shows keys and never values.
 */
final class RuleTree {
    private static final Pattern VERSIONS = Pattern.compile("[vV]?(2\\.[0-9.]+|3\\.0[0-9.]*)");

    private final String place;
    private final Map<?, ?> fields;

    private RuleTree(String place, Map<?, ?> fields) {
        this.place = place;
        this.fields = fields;
    }

    /** The whole rule. */
    static RuleTree of(@Nullable Object tree) {
        return of("", tree);
    }

    private static RuleTree of(String place, @Nullable Object tree) {
        if (tree instanceof Map<?, ?> fields) {
            return new RuleTree(place, fields);
        }
        throw new IllegalArgumentException((place.isEmpty() ? "the rule" : place) + " is not a map");
    }

    /** Refuses any other key. */
    void allow(Set<String> known) {
        for (Object key : fields.keySet()) {
            if (!(key instanceof String text) || !known.contains(text)) {
                throw wrong(String.valueOf(key), "is not known to Tern");
            }
        }
    }

    /** Refuses rules of a form that is newer than those that are read here: {@code v2.7} and {@code v3.0}. */
    void allowVersions() {
        String version = text("configVersion");
        if (version != null && !VERSIONS.matcher(version).matches()) {
            throw wrong("configVersion", "is not of a form that Tern reads: v2.7 or v3.0");
        }
    }

    /** Whether something is written there. */
    boolean has(String key) {
        return fields.get(key) != null;
    }

    /** A text, number or boolean as text; null if nothing is written. */
    @Nullable
    String text(String key) {
        Object value = fields.get(key);
        return value == null ? null : scalar(key, value);
    }

    /** True or false. */
    boolean flag(String key, boolean otherwise) {
        String text = text(key);
        if (text == null) {
            return otherwise;
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(key, "is neither true nor false");
        }
        return text.equals("true");
    }

    /** A list of texts; empty if nothing is written. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(key)) {
            texts.add(scalar(key, element));
        }
        return texts;
    }

    /** A list of maps; empty if nothing is written. */
    List<RuleTree> parts(String key) {
        List<RuleTree> parts = new ArrayList<>();
        for (Object element : list(key)) {
            parts.add(of(place + key + "[" + parts.size() + "].", element));
        }
        return parts;
    }

    /** A map. */
    RuleTree part(String key) {
        return of(place + key + ".", fields.get(key));
    }

    /** All fields as texts, in their order. */
    Map<String, String> scalars() {
        Map<String, String> scalars = new LinkedHashMap<>();
        fields.forEach((key, value) -> scalars.put(String.valueOf(key), scalar(String.valueOf(key), value)));
        return scalars;
    }

    private List<?> list(String key) {
        Object value = fields.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(key, "is not a list");
    }

    private String scalar(String key, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw wrong(key, "has a value that is neither text nor number nor true or false");
    }

    /** What to throw about one field. */
    IllegalArgumentException wrong(String key, String fault) {
        return new IllegalArgumentException("\"" + SafeText.of(place + key) + "\" " + fault);
    }
}
