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
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which test shows what an attribute does.
 *
 * @param lines of the index, without comments
 */
record EffectIndex(List<String> lines) {
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
    Map<String, String> classes() {
        return lines.stream()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }

    /** The short name of the class for an attribute. */
    Optional<String> simpleName(AttributeSpec spec) {
        return Optional.ofNullable(classes().get(key(spec))).map(name -> name.substring(name.lastIndexOf('.') + 1));
    }
}
