// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All attributes of all elements: the union of what Dubbo 2.6, 2.7 and 3.3 accept. Immutable. */
public final class AttributeCatalog {
    private static final List<String> TABLES =
            List.of("application.attributes", "observation.attributes", "protocol.attributes", "service.attributes");

    private final Map<ElementKind, Map<String, AttributeSpec>> byName = new EnumMap<>(ElementKind.class);
    private final Map<ElementKind, List<AttributeSpec>> forReaders = new EnumMap<>(ElementKind.class);

    // Every start reads the catalogue: loops are used until the JVM is warm, not streams and hashes of records.
    AttributeCatalog(List<AttributeSpec> specs) {
        for (AttributeSpec spec : specs) {
            Map<String, AttributeSpec> names = byName.get(spec.element());
            if (names == null) {
                names = new TreeMap<>();
                byName.put(spec.element(), names);
            }
            add(names, spec.name(), spec);
            for (String alias : spec.aliases()) {
                add(names, alias, spec);
            }
        }
        for (ElementKind kind : byName.keySet()) {
            forReaders.put(kind, forReaders(names(kind)));
        }
    }

    /** Of a map that is sorted, and where an attribute also stands with its aliases. */
    private static List<AttributeSpec> forReaders(Map<String, AttributeSpec> names) {
        List<AttributeSpec> first = new ArrayList<>();
        List<AttributeSpec> required = new ArrayList<>();
        List<AttributeSpec> others = new ArrayList<>();
        for (Map.Entry<String, AttributeSpec> named : names.entrySet()) {
            AttributeSpec spec = named.getValue();
            if (named.getKey().equals(spec.name())) {
                (spec.name().equals("id") ? first : spec.required() ? required : others).add(spec);
            }
        }
        first.addAll(required);
        first.addAll(others);
        return List.copyOf(first);
    }

    private static void add(Map<String, AttributeSpec> names, String name, AttributeSpec spec) {
        if (names.put(name, spec) != null) {
            throw new IllegalStateException("The tables describe the attribute " + name + " of "
                    + spec.element().qualifiedName() + " twice");
        }
    }

    /** The catalogue of this release. */
    public static AttributeCatalog standard() {
        return Standard.CATALOG;
    }

    /** The attribute with this name or alias. */
    public Optional<AttributeSpec> find(ElementKind element, String name) {
        return Optional.ofNullable(names(element).get(name));
    }

    /** The attributes of an element: the id, then the required ones, then the others by name. */
    public List<AttributeSpec> attributesOf(ElementKind element) {
        return forReaders.getOrDefault(element, List.of());
    }

    /** The known attribute of the element whose name or alias is nearest to this text, when one is near. */
    public Optional<String> nearest(ElementKind element, String text) {
        return NearestName.of(text, names(element).keySet());
    }

    /** The candidate that somebody probably meant by a text, when one is near. */
    public static Optional<String> nearest(String text, Collection<String> candidates) {
        return NearestName.of(text, candidates);
    }

    /** The elements that have an attribute with this name or alias. */
    public List<ElementKind> elementsWith(String attribute) {
        return byName.keySet().stream()
                .filter(kind -> names(kind).containsKey(attribute))
                .toList();
    }

    private Map<String, AttributeSpec> names(ElementKind element) {
        return byName.getOrDefault(element, Map.of());
    }

    /** Reads the tables when the catalogue is first asked for. */
    private static final class Standard {
        static final AttributeCatalog CATALOG = read();

        private static AttributeCatalog read() {
            List<AttributeSpec> specs = new ArrayList<>();
            for (String table : TABLES) {
                specs.addAll(AttributeTable.read(table));
            }
            return new AttributeCatalog(specs);
        }
    }
}
