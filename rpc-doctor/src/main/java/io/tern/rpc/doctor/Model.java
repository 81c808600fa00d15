// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the files say together.
 *
 * @param top elements that stand at the top of a file, of all files
 * @param keys settings of properties files
 * @param beans names of Spring's own beans
 * @param extensions what lies there in Dubbo's extension format
 */
record Model(List<ResolvedElement> top, List<Key> keys, Set<String> beans, ExtensionFiles extensions) {
    private static final Set<String> NONE = Set.of("N/A", "n/a");

    Stream<ResolvedElement> all() {
        return top.stream().flatMap(ResolvedElement::all);
    }

    List<ResolvedElement> all(ElementKind kind) {
        return all().filter(element -> element.kind() == kind).toList();
    }

    /** The text of an attribute by the element itself or by a key of a properties file; null if nothing says it. */
    @Nullable
    String text(ResolvedElement element, String attribute) {
        String own = element.text(attribute);
        if (own != null) {
            return own;
        }
        return keys.stream()
                .filter(key -> key.gives(element, attribute))
                .map(key -> key.entry().text().strip())
                .findFirst()
                .orElse(null);
    }

    /** The elements of a kind that have this id or, for protocols, this name. */
    List<ResolvedElement> named(ElementKind kind, String id) {
        return all(kind).stream()
                .filter(element ->
                        id.equals(element.id()) || (kind == ElementKind.PROTOCOL && id.equals(element.text("name"))))
                .toList();
    }

    /** Whether an element is there by the plural form of a key alone. */
    boolean isMadeByKey(ElementKind kind, String id) {
        return keys.stream().anyMatch(key -> key.isAbout(kind) && id.equals(key.made()));
    }

    /** The items of an attribute that lists ids, {@code N/A} left out. */
    List<String> ids(ResolvedElement element, String attribute) {
        String text = text(element, attribute);
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(id -> !id.isEmpty() && !NONE.contains(id))
                        .toList();
    }

    /** The element that holds the defaults of a service or reference: the one it names, the one around it, or the default one. */
    @Nullable
    ResolvedElement defaultsOf(ResolvedElement element, ElementKind kind) {
        String name = element.text(kind.xmlName());
        if (name != null) {
            return named(kind, name).stream().findFirst().orElse(null);
        }
        return all(kind).stream()
                .filter(candidate -> candidate.children().contains(element) || isDefault(candidate))
                .max((one, other) -> Boolean.compare(
                        one.children().contains(element), other.children().contains(element)))
                .orElse(null);
    }

    /** Whether an element counts where none is named. */
    static boolean isDefault(ResolvedElement element) {
        boolean holdsOwn = element.children().stream()
                .anyMatch(child -> child.kind() == ElementKind.SERVICE || child.kind() == ElementKind.REFERENCE);
        return element.text("default") == null ? !holdsOwn : !element.isFalse("default");
    }

    /** Whether a service or reference uses a registry, a protocol, or the defaults of a provider or consumer. */
    boolean isUsed(ResolvedElement element) {
        return switch (element.kind()) {
            case REGISTRY ->
                Stream.concat(all(ElementKind.SERVICE).stream(), all(ElementKind.REFERENCE).stream())
                        .anyMatch(user -> uses(user, element, "registry"));
            case PROTOCOL -> all(ElementKind.SERVICE).stream().anyMatch(user -> uses(user, element, "protocol"));
            case PROVIDER ->
                all(ElementKind.SERVICE).stream()
                        .anyMatch(user -> element.equals(defaultsOf(user, ElementKind.PROVIDER)));
            case CONSUMER ->
                all(ElementKind.REFERENCE).stream()
                        .anyMatch(user -> element.equals(defaultsOf(user, ElementKind.CONSUMER)));
            default -> true;
        };
    }

    private boolean uses(ResolvedElement user, ResolvedElement element, String attribute) {
        boolean reference = user.kind() == ElementKind.REFERENCE;
        if (reference && user.text("url") != null) {
            return false;
        }
        List<ResolvedElement> owners = new ArrayList<>(List.of(user));
        ResolvedElement defaults = defaultsOf(user, reference ? ElementKind.CONSUMER : ElementKind.PROVIDER);
        if (defaults != null) {
            owners.add(defaults);
        }
        if (element.kind() == ElementKind.REGISTRY) {
            owners.addAll(all(ElementKind.MODULE));
            owners.addAll(all(ElementKind.APPLICATION));
        }
        for (ResolvedElement owner : owners) {
            if (owner.isOpen(attribute)) {
                return true;
            }
            String written = text(owner, attribute);
            if (written != null) {
                return ids(owner, attribute).stream()
                        .anyMatch(id -> named(element.kind(), id).contains(element));
            }
        }
        return isDefault(element);
    }

    /** The ids of the elements of a kind. */
    Set<String> idsOf(ElementKind kind) {
        Set<String> ids = new LinkedHashSet<>();
        all(kind).stream().map(ResolvedElement::id).filter(Objects::nonNull).forEach(ids::add);
        keys.stream()
                .filter(key -> key.isAbout(kind))
                .map(Key::made)
                .filter(Objects::nonNull)
                .forEach(ids::add);
        return ids;
    }
}
