// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All attributes of all elements: the union of what Dubbo 2.6, 2.7 and 3.3 accept. Immutable. */
public final class AttributeCatalog {
    private static final List<String> TABLES =
            List.of("application.attributes", "observation.attributes", "protocol.attributes", "service.attributes");
    private static final Comparator<AttributeSpec> FOR_READERS = Comparator.<AttributeSpec, Boolean>comparing(
                    spec -> !spec.name().equals("id"))
            .thenComparing(spec -> !spec.required())
            .thenComparing(AttributeSpec::name);

    private final Map<ElementKind, Map<String, AttributeSpec>> byName = new EnumMap<>(ElementKind.class);
    private final Map<ElementKind, List<AttributeSpec>> forReaders = new EnumMap<>(ElementKind.class);

    AttributeCatalog(List<AttributeSpec> specs) {
        for (AttributeSpec spec : specs) {
            Map<String, AttributeSpec> names = byName.computeIfAbsent(spec.element(), kind -> new TreeMap<>());
            Stream.concat(Stream.of(spec.name()), spec.aliases().stream()).forEach(name -> {
                if (names.put(name, spec) != null) {
                    throw new IllegalStateException("The tables describe the attribute " + name + " of "
                            + spec.element().qualifiedName() + " twice");
                }
            });
        }
        byName.forEach((kind, names) -> forReaders.put(
                kind, names.values().stream().distinct().sorted(FOR_READERS).toList()));
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
        static final AttributeCatalog CATALOG = new AttributeCatalog(TABLES.stream()
                .flatMap(table -> AttributeTable.read(table).stream())
                .toList());
    }
}
