// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a key outside of files and code says, such as {@code dubbo.reference.fooService.timeout} in {@code dubbo.properties}.
 *
 * @param kind the elements that it is about
 * @param isPlural whether it has the word for several of them, as {@code dubbo.registries.beijing.address}
 * @param name which one: its id, or what stands for it, and for a method also the method's name; empty: all
 * @param attribute the attribute, of the element or of a method of it; null if it is about a parameter
 * @param parameter the name of the parameter; empty if it is about an attribute
 */
public record SettingKey(
        ElementKind kind,
        boolean isPlural,
        String name,
        @Nullable AttributeSpec attribute,
        String parameter) {
    /** Elements whose attributes have keys. */
    public static final Set<ElementKind> KINDS = Set.of(
            ElementKind.APPLICATION,
            ElementKind.MODULE,
            ElementKind.REGISTRY,
            ElementKind.CONFIG_CENTER,
            ElementKind.METADATA_REPORT,
            ElementKind.MONITOR,
            ElementKind.METRICS,
            ElementKind.AGGREGATION,
            ElementKind.HISTOGRAM,
            ElementKind.PROMETHEUS_EXPORTER,
            ElementKind.PROMETHEUS_PUSHGATEWAY,
            ElementKind.TRACING,
            ElementKind.SAMPLING,
            ElementKind.PROPAGATION,
            ElementKind.BAGGAGE,
            ElementKind.ZIPKIN_CONFIG,
            ElementKind.SSL,
            ElementKind.PROTOCOL,
            ElementKind.PROVIDER,
            ElementKind.CONSUMER,
            ElementKind.REFERENCE,
            ElementKind.SERVICE);

    /** Elements that keys alone can create, by the plural form. */
    public static final List<ElementKind> CREATED = List.of(
            ElementKind.REGISTRY,
            ElementKind.CONFIG_CENTER,
            ElementKind.PROTOCOL,
            ElementKind.PROVIDER,
            ElementKind.CONSUMER);

    /** Elements of which there is one, and which are there as soon as a key is about them; parents before their children. */
    public static final List<ElementKind> SINGLE = List.of(
            ElementKind.SSL,
            ElementKind.METRICS,
            ElementKind.AGGREGATION,
            ElementKind.HISTOGRAM,
            ElementKind.PROMETHEUS_EXPORTER,
            ElementKind.PROMETHEUS_PUSHGATEWAY,
            ElementKind.TRACING,
            ElementKind.SAMPLING,
            ElementKind.PROPAGATION,
            ElementKind.BAGGAGE,
            ElementKind.ZIPKIN_CONFIG);

    /** A child's word begins with its parent's, so the longer one is tried first. */
    private static final List<ElementKind> LONGEST_WORD_FIRST = KINDS.stream()
            .sorted(Comparator.comparingInt((ElementKind kind) -> word(kind).length())
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .toList();

    private static final String PREFIX = "dubbo";
    private static final String PARAMETERS = "parameters.";

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
            "dubbo.security.serialize.allowedClassList",
            "dubbo.scan.",
            "dubbo.config.",
            "dubbo.labels",
            "dubbo.env.keys");

    /** Reads a key; empty if it is about no attribute and no parameter. The longest end of it that is an attribute counts. */
    public static Optional<SettingKey> of(String key) {
        return LONGEST_WORD_FIRST.stream()
                .flatMap(kind -> of(kind, key).stream())
                .findFirst();
    }

    private static Optional<SettingKey> of(ElementKind kind, String key) {
        String singular = rest(word(kind), key);
        String rest = singular == null ? rest(plural(kind), key) : singular;
        for (int start = 0; rest != null; start = rest.indexOf('.', start) + 1) {
            String name = rest.substring(0, Math.max(0, start - 1));
            String end = rest.substring(start);
            AttributeSpec attribute = attribute(kind, end);
            if (attribute == null && start > 0 && hasMethods(kind)) {
                attribute = attribute(ElementKind.METHOD, end);
            }
            boolean isParameter = end.startsWith(PARAMETERS) && end.length() > PARAMETERS.length();
            if (isParameter || attribute != null) {
                String parameter = isParameter ? end.substring(PARAMETERS.length()) : "";
                return Optional.of(
                        new SettingKey(kind, singular == null, name, isParameter ? null : attribute, parameter));
            }
            if (rest.indexOf('.', start) < 0) {
                break;
            }
        }
        return Optional.empty();
    }

    /** Whether a key is about an attribute that keys cannot set. */
    public static boolean isStructural(String key) {
        String last = normal(key.substring(key.lastIndexOf('.') + 1));
        return STRUCTURE.contains(last)
                && KINDS.stream()
                        .anyMatch(kind -> (rest(word(kind), key) != null || rest(plural(kind), key) != null)
                                && AttributeCatalog.standard().find(kind, last).isPresent());
    }

    /** Whether a key that begins with {@code dubbo.} is read elsewhere. */
    public static boolean isSpecial(String key) {
        String normal = normal(key);
        for (String other : OTHERS) {
            String name = normal(other);
            if (other.endsWith(".") ? normal.startsWith(name) : normal.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The key that an unknown one was probably meant to be, when one is near. */
    public static Optional<String> nearest(String key) {
        List<String> candidates = new ArrayList<>(OTHERS);
        IdleKeys.names().forEach(candidates::add);
        String[] parts = key.split("\\.", -1);
        String last = parts[parts.length - 1];
        for (ElementKind kind : LONGEST_WORD_FIRST) {
            if (rest(word(kind), key) != null || rest(plural(kind), key) != null) {
                String before = key.substring(0, key.length() - last.length());
                return AttributeCatalog.standard().nearest(kind, last).map(name -> before + name);
            }
            String behind = parts.length < 3
                    ? ""
                    : String.join(".", Arrays.asList(parts).subList(2, parts.length));
            candidates.add("dubbo." + word(kind) + "." + behind);
            candidates.add("dubbo." + plural(kind) + "." + behind);
        }
        return AttributeCatalog.nearest(key, candidates);
    }

    /** Whether keys can set the attribute. */
    public static boolean isSettable(AttributeSpec attribute) {
        return !STRUCTURE.contains(attribute.name());
    }

    /** The attribute that a text means in any spelling; null if there is none that keys can set. */
    public static @Nullable AttributeSpec attribute(ElementKind kind, String text) {
        AttributeSpec found = Spellings.BY_KIND.getOrDefault(kind, Map.of()).get(normal(text));
        return found == null || !isSettable(found) ? null : found;
    }

    /**
     * The attribute for which a nested parameter stands: by its name, and in the application, whose attributes Dubbo itself
     * turns into parameters with dots, in any spelling.
     */
    public static Optional<AttributeSpec> ofParameter(ElementKind kind, String key) {
        Optional<AttributeSpec> named = AttributeCatalog.standard().find(kind, key);
        return named.isPresent() || kind != ElementKind.APPLICATION ? named : Optional.ofNullable(attribute(kind, key));
    }

    /** All spellings of the attribute in keys. */
    public static List<String> spellings(AttributeSpec attribute) {
        if (attribute.aliases().isEmpty()) {
            return List.of(attribute.name());
        }
        return Stream.concat(Stream.of(attribute.name()), attribute.aliases().stream())
                .toList();
    }

    /** The word for an element of a kind, {@code registry}; for children that stand in one element only, with its word before it. */
    public static String word(ElementKind kind) {
        return switch (kind) {
            case AGGREGATION, HISTOGRAM -> ElementKind.METRICS.xmlName() + '.' + kind.xmlName();
            case PROMETHEUS_EXPORTER -> "metrics.prometheus.exporter";
            case PROMETHEUS_PUSHGATEWAY -> "metrics.prometheus.pushgateway";
            case SAMPLING, PROPAGATION, BAGGAGE -> ElementKind.TRACING.xmlName() + '.' + kind.xmlName();
            case ZIPKIN_CONFIG -> "tracing.tracing-exporter.zipkin-config";
            default -> kind.xmlName();
        };
    }

    /** The word for several elements of a kind: {@code registries}. */
    public static String plural(ElementKind kind) {
        String name = word(kind);
        return name.endsWith("y") ? name.substring(0, name.length() - 1) + "ies" : name + "s";
    }

    /** The form in which keys are compared: without dashes, dots, underscores and capitals. */
    public static String normal(String key) {
        StringBuilder normal = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c != '-' && c != '.' && c != '_') {
                normal.append(c);
            }
        }
        return normal.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean hasMethods(ElementKind kind) {
        return kind == ElementKind.REFERENCE || kind == ElementKind.SERVICE;
    }

    /** What follows the word for elements, which may have dots of its own; null if the key does not begin with it. */
    private static @Nullable String rest(String word, String key) {
        String start = PREFIX + normal(word);
        for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
            if (normal(key.substring(0, dot)).equals(start)) {
                return key.substring(dot + 1);
            }
        }
        return null;
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
                        .forEach(spec -> spellings(spec).forEach(name -> specs.put(normal(name), spec)));
                all.put(kind, Map.copyOf(specs));
            }
            return Map.copyOf(all);
        }
    }
}
