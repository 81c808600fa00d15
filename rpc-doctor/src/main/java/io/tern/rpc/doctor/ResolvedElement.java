// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An element with its placeholders replaced as far as the files that were read allow. Immutable once it is made. */
final class ResolvedElement {
    private final FoundElement found;
    private final ConfigElement element;
    private final Map<String, Placeholders.Resolved> texts = new LinkedHashMap<>();
    private final List<ResolvedElement> children = new ArrayList<>();

    private ResolvedElement(FoundElement found) {
        this.found = found;
        this.element = ConfigElement.of(found.kind());
    }

    static ResolvedElement of(FoundElement found, Placeholders placeholders) {
        ResolvedElement resolved = new ResolvedElement(found);
        found.attributes().forEach((name, written) -> {
            Placeholders.Resolved text = placeholders.resolve(written.text());
            resolved.texts.put(name, text);
            resolved.element.set(name, text.text());
        });
        for (FoundElement child : found.children()) {
            ResolvedElement inner = of(child, placeholders);
            resolved.element.add(inner.element);
            resolved.children.add(inner);
        }
        return resolved;
    }

    FoundElement found() {
        return found;
    }

    ElementKind kind() {
        return found.kind();
    }

    Place place() {
        return found.place();
    }

    /** The same for the engine's messages. */
    ConfigElement element() {
        return element;
    }

    List<ResolvedElement> children() {
        return children;
    }

    List<ResolvedElement> children(ElementKind kind) {
        return children.stream().filter(child -> child.kind() == kind).toList();
    }

    /** This element and all inside it, in the order of the file. */
    Stream<ResolvedElement> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(ResolvedElement::all));
    }

    /** The value of an attribute after the replacement; null if it is not written. */
    Placeholders.@Nullable Resolved resolved(String attribute) {
        return texts.get(attribute);
    }

    /** The text of an attribute, or of a nested parameter that stands for it; null if it is not written, blank, or not known. */
    @Nullable
    String text(String attribute) {
        String own = known(texts.get(attribute));
        if (own != null) {
            return own;
        }
        for (ResolvedElement parameter : children(ElementKind.PARAMETER)) {
            if (attribute.equals(known(parameter.texts.get("key")))) {
                return known(parameter.texts.get("value"));
            }
        }
        return null;
    }

    /** Whether an attribute or parameter is written with a value that the files do not have. */
    boolean isOpen(String attribute) {
        Placeholders.Resolved own = texts.get(attribute);
        return own != null && own.isOpen();
    }

    /** Whether an attribute is written as one of the words for false. */
    boolean isFalse(String attribute) {
        String text = text(attribute);
        return text != null && isFalseWord(text);
    }

    /** Whether a text is one of the words for false. */
    static boolean isFalseWord(String text) {
        return text.matches("(?i)false|no|off|0");
    }

    /** What other elements call it: its id, else its name; null if it has none. */
    @Nullable
    String id() {
        String id = text("id");
        return id == null ? text("name") : id;
    }

    private static @Nullable String known(Placeholders.@Nullable Resolved text) {
        return text == null || text.isOpen() || text.text().isBlank()
                ? null
                : text.text().strip();
    }
}
