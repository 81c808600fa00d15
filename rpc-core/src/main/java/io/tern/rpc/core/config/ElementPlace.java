// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import io.tern.rpc.config.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One element in a file, as messages name it: by its id, or by the nearest thing that identifies it, and then by the element around it.
 *
 * @param element the element's name with prefix, such as {@code dubbo:method}
 * @param id its bean id as written, or null
 * @param label what identifies it when it has no id, such as {@code name "findFoo"}; may be empty
 * @param parent the element around it, or null
 * @param resource the file, or null when it is not known
 */
public record ElementPlace(
        String element,
        @Nullable String id,
        String label,
        @Nullable ElementPlace parent,
        @Nullable String resource) {
    private static final List<String> LABELS = List.of("name", "interface", "key", "index", "type", "package");

    /** The place of an element with these attributes. */
    public static ElementPlace of(
            ElementKind kind,
            Map<String, String> attributes,
            @Nullable ElementPlace parent,
            @Nullable String resource) {
        String id = written(attributes, "id");
        String label = "";
        for (String name : LABELS) {
            String value = written(attributes, name);
            if (label.isEmpty() && value != null) {
                label = name + " \"" + value + '"';
            }
        }
        return new ElementPlace(kind.qualifiedName(), id, label, parent, resource);
    }

    /** The origin of one of its attributes, or of the element as a whole. */
    public Origin origin(@Nullable String attribute) {
        if (id != null) {
            return new Origin(element, id, attribute, resource);
        }
        String described = label.isEmpty() ? element : element + ' ' + label;
        if (parent == null) {
            return new Origin(described, null, attribute, resource);
        }
        Origin outer = parent.origin(null);
        return new Origin(described + " in " + outer.element(), outer.id(), attribute, resource);
    }

    private static @Nullable String written(Map<String, String> attributes, String name) {
        String value = attributes.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
