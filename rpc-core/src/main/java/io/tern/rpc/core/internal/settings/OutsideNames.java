// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.security.ClassGate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What keys outside of files and code may name. */
final class OutsideNames {
    /** Elements whose attributes have keys. */
    static final Set<ElementKind> KINDS = Set.of(
            ElementKind.APPLICATION,
            ElementKind.MODULE,
            ElementKind.REGISTRY,
            ElementKind.CONFIG_CENTER,
            ElementKind.METADATA_REPORT,
            ElementKind.MONITOR,
            ElementKind.METRICS,
            ElementKind.SSL,
            ElementKind.PROTOCOL,
            ElementKind.PROVIDER,
            ElementKind.CONSUMER,
            ElementKind.REFERENCE,
            ElementKind.SERVICE);

    /** Elements that keys alone can create, by the plural form. */
    static final List<ElementKind> CREATED = List.of(
            ElementKind.REGISTRY,
            ElementKind.CONFIG_CENTER,
            ElementKind.PROTOCOL,
            ElementKind.PROVIDER,
            ElementKind.CONSUMER);

    /** What an element is, not how it behaves; {@code generic} decides what type a reference has. */
    private static final Set<String> STRUCTURE = Set.of("id", "interface", "ref", "class", "generic");

    /** Keys that are read elsewhere, or have a meaning in Dubbo that nobody misses here; a dot at the end: all that follow. */
    private static final List<String> OTHERS = List.of(
            "dubbo.properties.file",
            "dubbo.resolve.file",
            "dubbo.service.shutdown.wait",
            "dubbo.service.shutdown.wait.seconds",
            "dubbo.network.interface.preferred",
            "dubbo.network.interface.ignored",
            "dubbo.ip.to.registry",
            "dubbo.port.to.registry",
            "dubbo.ip.to.bind",
            "dubbo.port.to.bind",
            ClassGate.ALLOW_SETTING_OF_DUBBO,
            "dubbo.scan.",
            "dubbo.config.",
            "dubbo.labels",
            "dubbo.env.keys");

    private OutsideNames() {}

    /** Whether keys can set the attribute. */
    static boolean isSettable(AttributeSpec attribute) {
        return !STRUCTURE.contains(attribute.name());
    }

    /** Whether a key is about an attribute that keys cannot set. */
    static boolean isStructural(String key) {
        String last = OutsideKeys.normal(key.substring(key.lastIndexOf('.') + 1));
        return STRUCTURE.contains(last)
                && KINDS.stream()
                        .anyMatch(kind -> rest(kind, key) != null
                                && AttributeCatalog.standard().find(kind, last).isPresent());
    }

    /** The attribute that a text means in any spelling; null if there is none that keys can set. */
    static @Nullable AttributeSpec attribute(ElementKind kind, String text) {
        AttributeSpec found = Spellings.BY_KIND.getOrDefault(kind, Map.of()).get(OutsideKeys.normal(text));
        return found == null || !isSettable(found) ? null : found;
    }

    /** All spellings of the attribute in keys. */
    static List<String> spellings(AttributeSpec attribute) {
        if (attribute.aliases().isEmpty()) {
            return List.of(attribute.name());
        }
        return Stream.concat(Stream.of(attribute.name()), attribute.aliases().stream())
                .toList();
    }

    /** The word for several elements of a kind: {@code registries}. */
    static String plural(ElementKind kind) {
        String name = kind.xmlName();
        return name.endsWith("y") ? name.substring(0, name.length() - 1) + "ies" : name + "s";
    }

    /** Whether a key means something, here or to somebody else. */
    static boolean isKnown(String key) {
        String normal = OutsideKeys.normal(key);
        for (String other : OTHERS) {
            String name = OutsideKeys.normal(other);
            if (other.endsWith(".") ? normal.startsWith(name) : normal.equals(name)) {
                return true;
            }
        }
        return KINDS.stream().anyMatch(kind -> isKnown(kind, key));
    }

    private static boolean isKnown(ElementKind kind, String key) {
        String rest = rest(kind, key);
        for (int start = 0; rest != null; start = rest.indexOf('.', start) + 1) {
            String attribute = rest.substring(start);
            boolean ofMethod = start > 0 && hasMethods(kind) && attribute(ElementKind.METHOD, attribute) != null;
            if (ofMethod || attribute(kind, attribute) != null || isParameter(attribute)) {
                return true;
            }
            if (rest.indexOf('.', start) < 0) {
                return false;
            }
        }
        return false;
    }

    private static boolean hasMethods(ElementKind kind) {
        return kind == ElementKind.REFERENCE || kind == ElementKind.SERVICE;
    }

    private static boolean isParameter(String rest) {
        return rest.startsWith("parameters.");
    }

    /** What a key has behind the kind, or its plural; null if it is about another kind. */
    private static @Nullable String rest(ElementKind kind, String key) {
        String[] parts = key.split("\\.", 3);
        if (parts.length < 3 || !parts[0].equalsIgnoreCase("dubbo")) {
            return null;
        }
        String word = OutsideKeys.normal(parts[1]);
        boolean is = word.equals(OutsideKeys.normal(kind.xmlName())) || word.equals(OutsideKeys.normal(plural(kind)));
        return is ? parts[2] : null;
    }

    /** The key that an unknown one was probably meant to be. */
    static Optional<String> nearest(String key) {
        List<String> candidates = new ArrayList<>(OTHERS);
        IdleKeys.names().forEach(candidates::add);
        String[] parts = key.split("\\.", -1);
        String last = parts[parts.length - 1];
        for (ElementKind kind : KINDS) {
            String rest = rest(kind, key);
            if (rest != null) {
                String before = key.substring(0, key.length() - last.length());
                return AttributeCatalog.standard().nearest(kind, last).map(name -> before + name);
            }
            String behind = parts.length < 3
                    ? ""
                    : String.join(".", Arrays.asList(parts).subList(2, parts.length));
            candidates.add("dubbo." + kind.xmlName() + "." + behind);
            candidates.add("dubbo." + plural(kind) + "." + behind);
        }
        return AttributeCatalog.nearest(key, candidates);
    }

    /** By kind and normal form, every attribute; made when the first key is looked at. */
    private static final class Spellings {
        static final Map<ElementKind, Map<String, AttributeSpec>> BY_KIND = byKind();

        private static Map<ElementKind, Map<String, AttributeSpec>> byKind() {
            Map<ElementKind, Map<String, AttributeSpec>> all = new HashMap<>();
            for (ElementKind kind : ElementKind.values()) {
                Map<String, AttributeSpec> specs = new HashMap<>();
                AttributeCatalog.standard()
                        .attributesOf(kind)
                        .forEach(spec -> spellings(spec).forEach(name -> specs.put(OutsideKeys.normal(name), spec)));
                all.put(kind, Map.copyOf(specs));
            }
            return Map.copyOf(all);
        }
    }
}
