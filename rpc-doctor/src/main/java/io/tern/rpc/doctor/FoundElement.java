// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An element of the namespace as a file has it, placeholders and all. Filled by the one reader. */
final class FoundElement {
    private final ElementKind kind;
    private final Place place;
    private final Set<String> profiles;
    private final @Nullable FoundElement parent;
    private final Map<String, Written> attributes = new LinkedHashMap<>();
    private final List<FoundElement> children = new ArrayList<>();

    /** The text of an attribute and its line. */
    record Written(String text, Place place) {}

    /** {@code profiles}: the Spring profiles of the {@code beans} elements around it, each as it is written. */
    FoundElement(ElementKind kind, Place place, Set<String> profiles, @Nullable FoundElement parent) {
        this.kind = kind;
        this.place = place;
        this.profiles = Set.copyOf(profiles);
        this.parent = parent;
    }

    ElementKind kind() {
        return kind;
    }

    Place place() {
        return place;
    }

    Set<String> profiles() {
        return profiles;
    }

    @Nullable
    FoundElement parent() {
        return parent;
    }

    Map<String, Written> attributes() {
        return attributes;
    }

    List<FoundElement> children() {
        return children;
    }
}
