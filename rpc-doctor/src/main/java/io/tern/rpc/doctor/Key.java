// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of a properties file that begins with {@code dubbo.}.
 *
 * @param kind the elements it is about; null if it names none
 * @param id the id or interface of the one element it is about; empty for all of the kind
 * @param spec the attribute; null if the elements have none of the name
 */
record Key(
        String name,
        PropertiesFile.Entry entry,
        @Nullable ElementKind kind,
        String id,
        @Nullable AttributeSpec spec) {
    private static final String PREFIX = "dubbo.";

    /** All keys of a file that begin with {@code dubbo.}, in its order. */
    static List<Key> all(PropertiesFile file) {
        List<Key> keys = new ArrayList<>();
        file.entries().forEach((name, entry) -> {
            if (name.startsWith(PREFIX)) {
                keys.add(parse(name, entry));
            }
        });
        return keys;
    }

    private static Key parse(String name, PropertiesFile.Entry entry) {
        String rest = name.substring(PREFIX.length());
        for (ElementKind kind : ElementKind.values()) {
            for (String word : List.of(kind.xmlName(), kind.xmlName().replace('-', '.'))) {
                if (rest.startsWith(word + ".")) {
                    return parse(name, entry, kind, rest.substring(word.length() + 1));
                }
            }
        }
        return new Key(name, entry, null, "", null);
    }

    /** The longest end that is an attribute counts, since ids and some attributes have dots of their own. */
    private static Key parse(String name, PropertiesFile.Entry entry, ElementKind kind, String rest) {
        String[] words = rest.split("\\.", -1);
        for (int first = 0; first < words.length; first++) {
            String attribute = String.join(".", List.of(words).subList(first, words.length));
            Optional<AttributeSpec> spec = AttributeCatalog.standard().attributesOf(kind).stream()
                    .filter(candidate -> normal(candidate.name()).equals(normal(attribute))
                            || candidate.aliases().stream()
                                    .anyMatch(alias -> normal(alias).equals(normal(attribute))))
                    .findFirst();
            if (spec.isPresent()) {
                return new Key(
                        name, entry, kind, String.join(".", List.of(words).subList(0, first)), spec.get());
            }
        }
        return new Key(name, entry, kind, "", null);
    }

    private static String normal(String text) {
        return text.replaceAll("[-._]", "").toLowerCase(Locale.ROOT);
    }

    /** Whether it holds for an attribute of an element. */
    boolean gives(ResolvedElement element, String attribute) {
        boolean named = id.isEmpty() || id.equals(element.id()) || id.equals(element.text("interface"));
        return spec != null && kind == element.kind() && spec.name().equals(attribute) && named;
    }
}
