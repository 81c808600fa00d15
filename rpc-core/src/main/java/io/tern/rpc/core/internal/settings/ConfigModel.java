// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementIds;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All elements by kind and id, and who is whose default. */
final class ConfigModel {
    private final Map<ElementKind, List<CheckedElement>> byKind = new EnumMap<>(ElementKind.class);
    private final Map<ConfigElement, CheckedElement> checked = new HashMap<>();
    private final Problems problems;
    private final Map<String, Set<String>> extensions;
    private final OutsideSettings outside;
    private final ImpliedElements implied;
    private final Map<String, ConfigElement> byId = new HashMap<>();
    private final ElementIds ids = new ElementIds();

    /** Takes elements in any order; nested references and services count like others. */
    ConfigModel(Problems problems, Map<String, Set<String>> extensions, OutsideSettings outside) {
        this.problems = problems;
        this.extensions = extensions;
        this.outside = outside;
        this.implied = new ImpliedElements(outside);
    }

    void addAll(List<ConfigElement> elements) {
        List<ConfigElement> all = new ArrayList<>();
        elements.forEach(element -> collect(element, all));
        for (ConfigElement element : all) {
            String id = element.id() == null ? ElementIds.writtenId(element) : element.id();
            if (id != null && isNamed(element)) {
                element.id(id);
                ConfigElement first = byId.putIfAbsent(id, element);
                if (first != null) {
                    problems.add(ConfigErrors.duplicate(element.origin("id"), id, first.origin(null)));
                }
            }
        }
        for (ConfigElement element : all) {
            if (element.id() == null && isNamed(element)) {
                String id = ids.idFor(element, byId::containsKey);
                element.id(id);
                byId.put(id, element);
            }
            add(checked(element));
            implied.methodsOf(element).forEach(method -> add(checked(method)));
        }
    }

    /** Takes in what keys outside of files and code are about and nobody has written; after what is written. */
    void addImplied() {
        addAll(implied.beside(this));
    }

    /** Forgets elements whose settings could not be made. */
    void removeAll(List<ConfigElement> elements) {
        List<ConfigElement> all = new ArrayList<>();
        elements.forEach(element -> collect(element, all));
        ids.freed();
        for (ConfigElement element : all) {
            CheckedElement removed = checked.remove(element);
            if (removed != null) {
                all(element.kind()).remove(removed);
                byId.remove(removed.id(), element);
            }
        }
    }

    /** Forgets the element with this id; false if there is none. */
    boolean remove(String id) {
        ConfigElement element = byId.get(id);
        if (element == null) {
            return false;
        }
        removeAll(List.of(element));
        return true;
    }

    private static boolean isNamed(ConfigElement element) {
        ElementKind kind = element.kind();
        return element.parent() == null || kind == ElementKind.REFERENCE || kind == ElementKind.SERVICE;
    }

    private static void collect(ConfigElement element, List<ConfigElement> into) {
        into.add(element);
        element.children().forEach(child -> collect(child, into));
    }

    /** An element that is not part of the configuration, checked like those that are. */
    CheckedElement checked(ConfigElement element) {
        return new CheckedElement(element, problems, extensions, outside);
    }

    /** A system property by its own name; null if it is not set. */
    @Nullable
    String property(String key) {
        return outside.property(key);
    }

    private void add(CheckedElement element) {
        checked.put(element.written(), element);
        byKind.computeIfAbsent(element.kind(), kind -> new ArrayList<>()).add(element);
    }

    List<CheckedElement> all(ElementKind kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    /** The elements of one kind inside another. */
    List<CheckedElement> children(CheckedElement parent, ElementKind kind) {
        return parent.written().children(kind).stream().map(this::of).toList();
    }

    CheckedElement of(ConfigElement element) {
        CheckedElement found = checked.get(element);
        if (found == null) {
            throw new IllegalStateException("The element is not part of this configuration: " + element);
        }
        return found;
    }

    /** The element with this id, or, for protocols, this name; null if there is none. */
    @Nullable
    CheckedElement named(ElementKind kind, String idOrName) {
        for (CheckedElement element : all(kind)) {
            if (element.id().equals(idOrName)) {
                return element;
            }
        }
        for (CheckedElement element : all(kind)) {
            if (kind == ElementKind.PROTOCOL && idOrName.equals(element.textOrNull("name"))) {
                return element;
            }
        }
        return null;
    }

    /** The element that holds the defaults: the one named, else the one around it, else the default one; null if there is none. */
    @Nullable
    CheckedElement defaultsOf(CheckedElement element, ElementKind kind) {
        CheckedElement owner = kind == ElementKind.MODULE ? ownerOfModule(element) : element;
        String name = owner.textOrNull(kind.xmlName());
        if (name != null) {
            CheckedElement found = named(kind, name);
            if (found == null) {
                reportMissing(owner.origin(kind.xmlName()), name, name, kind);
            }
            return found;
        }
        ConfigElement parent = element.written().parent();
        if (parent != null && parent.kind() == kind) {
            return of(parent);
        }
        List<CheckedElement> defaults = defaults(kind);
        if (defaults.isEmpty() && all(kind).isEmpty() && outside.mentions(kind)) {
            return checked(ConfigElement.of(kind));
        }
        return defaults.isEmpty() ? null : defaults.get(0);
    }

    /** The application of an element: the one it names, else the default one; null if there is none. */
    @Nullable
    CheckedElement applicationOf(CheckedElement element) {
        String name = element.textOrNull("application");
        if (name == null) {
            return application();
        }
        for (CheckedElement known : all(ElementKind.APPLICATION)) {
            if (name.equals(known.id()) || name.equals(known.textOrNull("name"))) {
                return known;
            }
        }
        reportMissing(element.origin("application"), name, name, ElementKind.APPLICATION);
        return null;
    }

    /** Of several elements for the one application, that with {@code default="true"}, else the first; null if there is none. */
    @Nullable
    CheckedElement application() {
        CheckedElement chosen = null;
        for (CheckedElement element : all(ElementKind.APPLICATION)) {
            if (element.flag("default", false)) {
                return element;
            }
            if (chosen == null || !chosen.flag("default", true)) {
                chosen = element;
            }
        }
        return chosen;
    }

    /** The service or reference itself, or, if it names no module, the provider or consumer that does. */
    private CheckedElement ownerOfModule(CheckedElement element) {
        boolean reference = element.kind() == ElementKind.REFERENCE;
        CheckedElement defaults = element.textOrNull(ElementKind.MODULE.xmlName()) != null
                ? null
                : defaultsOf(element, reference ? ElementKind.CONSUMER : ElementKind.PROVIDER);
        return defaults == null ? element : defaults;
    }

    /** An element that nobody has written, if a property gives it the attribute without which it would be nothing; else null. */
    @Nullable
    CheckedElement implied(ElementKind kind, String attribute) {
        ConfigElement element = ConfigElement.of(kind).id(kind.xmlName());
        boolean given = AttributeCatalog.standard()
                .find(kind, attribute)
                .filter(spec -> outside.override(element, spec) != null || outside.fallback(element, spec) != null)
                .isPresent();
        return given ? checked(element) : null;
    }

    /** Those that are a default one: not switched off by {@code default}, and without nested children of their own. */
    List<CheckedElement> defaults(ElementKind kind) {
        return all(kind).stream()
                .filter(element -> !element.isMistaken("default"))
                .filter(element -> element.flag("default", !holdsOwnChildren(element)))
                .toList();
    }

    private static boolean holdsOwnChildren(CheckedElement element) {
        return element.written().children().stream().anyMatch(ConfigModel::isNamed);
    }

    /** Reports more than one default element of a kind that allows one. */
    void checkOneDefault(ElementKind kind) {
        // Application elements that do not say so may be several: they are about one application.
        List<CheckedElement> defaults = kind == ElementKind.APPLICATION
                ? all(kind).stream()
                        .filter(element -> element.flag("default", false))
                        .toList()
                : defaults(kind);
        for (CheckedElement second : defaults.subList(Math.min(1, defaults.size()), defaults.size())) {
            problems.add(ConfigErrors.secondDefault(
                    second.written().origin("default"),
                    defaults.get(0).written().origin(null)));
        }
    }

    /** Reports registries that an element names and nobody has written. */
    void checkRegistries(CheckedElement element) {
        AttributeValue value = element.value("registry");
        if (!value.isSet()) {
            return;
        }
        for (String id : value.asItems()) {
            if (!id.equalsIgnoreCase("N/A") && named(ElementKind.REGISTRY, id) == null) {
                reportMissing(element.origin("registry"), String.join(",", value.asItems()), id, ElementKind.REGISTRY);
            }
        }
    }

    /** Reports a module that a reference or service, or what holds its defaults, names and nobody has written. */
    void checkModule(CheckedElement element) {
        defaultsOf(element, ElementKind.MODULE);
    }

    void reportMissing(Origin origin, String found, String item, ElementKind kind) {
        List<String> known = all(kind).stream().map(CheckedElement::id).sorted().toList();
        problems.add(ConfigErrors.missingBean(origin, found, item, kind.qualifiedName(), known));
    }
}
