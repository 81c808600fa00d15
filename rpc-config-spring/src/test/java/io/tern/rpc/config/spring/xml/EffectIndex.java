// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.xml;

import io.tern.rpc.core.config.AttributeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which tests show what an attribute does.
 *
 * @param lines of the index, without comments
 */
record EffectIndex(List<String> lines) {
    /** Goes over all attributes that never have an effect. */
    static final String SWEEP = "io.tern.rpc.core.config.CatalogSweepTest";

    /** The one in {@code effects.txt}. */
    static EffectIndex read() throws IOException {
        try (InputStream file = EffectIndex.class.getResourceAsStream("effects.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return new EffectIndex(text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList());
        }
    }

    static String key(AttributeSpec spec) {
        return spec.element().xmlName() + "." + spec.name();
    }

    /** The full names of the test classes, by element and attribute. */
    Map<String, List<String>> classes() {
        return lines.stream()
                .map(line -> List.of(line.split(" ", -1)))
                .collect(Collectors.toMap(words -> words.get(0), words -> words.subList(1, words.size())));
    }

    /** The full names of the classes for an attribute; empty if nobody has named one. */
    List<String> classes(AttributeSpec spec) {
        return classes()
                .getOrDefault(
                        key(spec), new AttributeText(spec).state().equals("no effect") ? List.of(SWEEP) : List.of());
    }

    /** Their short names. */
    String simpleNames(AttributeSpec spec) {
        return classes(spec).stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.joining(", "));
    }
}
