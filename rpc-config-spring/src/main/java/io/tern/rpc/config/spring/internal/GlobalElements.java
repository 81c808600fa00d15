// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a context takes over from its parent: everything but references and services. What it has itself comes first: an
 * element of the same id hides the parent's, its own application replaces the parent's, and where it has a protocol,
 * consumer, provider or module of its own, the parent's are found by id only.
 */
final class GlobalElements {
    private static final Set<ElementKind> OWN_FIRST =
            Set.of(ElementKind.PROTOCOL, ElementKind.CONSUMER, ElementKind.PROVIDER, ElementKind.MODULE);

    private GlobalElements() {}

    /** Copies of the parent's elements that count in a context with these elements of its own. */
    static List<ConfigElement> inherited(List<ConfigElement> ofParent, List<ConfigElement> own) {
        Set<ElementKind> ownKinds = own.stream().map(ConfigElement::kind).collect(Collectors.toSet());
        Set<String> ownIds = own.stream()
                .flatMap(element -> Stream.concat(Stream.of(element), element.children().stream()))
                .map(ConfigElement::id)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
        return ofParent.stream()
                .filter(element -> isGlobal(element) && !ownIds.contains(Objects.toString(element.id())))
                .filter(element ->
                        element.kind() != ElementKind.APPLICATION || !ownKinds.contains(ElementKind.APPLICATION))
                .map(element ->
                        inherited(element, OWN_FIRST.contains(element.kind()) && ownKinds.contains(element.kind())))
                .toList();
    }

    private static ConfigElement inherited(ConfigElement element, boolean byIdOnly) {
        ConfigElement copy = copy(element).id(element.id());
        boolean holdsOwn = element.children().stream().anyMatch(child -> !isGlobal(child));
        if (byIdOnly || (holdsOwn && element.text("default") == null)) {
            copy.set("default", false);
        }
        return copy;
    }

    private static ConfigElement copy(ConfigElement element) {
        ConfigElement copy = ConfigElement.of(element.kind()).resource(element.resource());
        element.attributes()
                .forEach((name, written) ->
                        copy.set(name, written.object() == null ? written.text() : written.object()));
        element.children().stream().filter(GlobalElements::isGlobal).forEach(child -> copy.add(copy(child)));
        return copy;
    }

    private static boolean isGlobal(ConfigElement element) {
        return element.kind() != ElementKind.REFERENCE && element.kind() != ElementKind.SERVICE;
    }
}
