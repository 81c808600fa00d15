// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.IdleKeys;
import io.tern.rpc.core.config.SettingKey;
import io.tern.rpc.core.internal.security.ClassGate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings outside of files and code: system properties, then environment variables, then the items of the config center,
 * which all win over what an element says, and {@code dubbo.properties}, which fills what it leaves open. Immutable.
 *
 * <p>A key is {@code dubbo.<element>.<id>.<attribute>} or, weaker, {@code dubbo.<element>.<attribute>}; for references and
 * services the interface may stand for the id, for protocols the name, and the plural of the element for the element. A
 * method has {@code dubbo.reference.<id>.<method>.<attribute>}. Dashes, dots, underscores and case do not count: Dubbo's
 * releases differ in them.
 */
public final class OutsideSettings {
    private static final String PROPERTY = "system property";
    private static final String REDIRECTIONS = "resolve file";
    private static final String CENTER = "config center";

    private final Map<String, String> properties;
    private final Redirections redirections;
    private final List<OutsideKeys> strong;
    private final List<OutsideKeys> weak;

    /** Addresses by interface, and the file that says so; null if there is none. */
    record Redirections(
            Map<String, String> byInterface, @Nullable String file) {}

    /**
     * Settings from three sources.
     *
     * @param file the content of {@code dubbo.properties}
     * @param fileName its name, for messages
     */
    public OutsideSettings(
            Map<String, String> properties,
            Map<String, String> environment,
            Map<String, String> file,
            String fileName) {
        this(properties, environment, file, fileName, new Redirections(Map.of(), null));
    }

    OutsideSettings(
            Map<String, String> properties,
            Map<String, String> environment,
            Map<String, String> file,
            String fileName,
            Redirections redirections) {
        this.properties = Map.copyOf(properties);
        this.redirections = redirections;
        this.strong = filled(
                new OutsideKeys(properties, PROPERTY, null, true),
                new OutsideKeys(environment, "environment variable", null, false));
        this.weak = filled(new OutsideKeys(file, "properties file", fileName, true));
    }

    private OutsideSettings(OutsideSettings others, List<OutsideKeys> strong, List<OutsideKeys> weak) {
        this.properties = others.properties;
        this.redirections = others.redirections;
        this.strong = strong;
        this.weak = weak;
    }

    /** Whoever sets nothing shall pay nothing for each attribute. */
    private static List<OutsideKeys> filled(OutsideKeys... sources) {
        return Stream.of(sources).filter(source -> !source.isEmpty()).toList();
    }

    /** Those of this process; {@code loader} finds the file. */
    public static OutsideSettings ofProcess(ClassLoader loader) {
        return SettingsFiles.ofProcess(loader);
    }

    /**
     * The same with an item of the config center, which is weaker than those before it.
     *
     * @param overrides whether it wins over what elements say; else it fills what they leave open, before the file
     * @param item its name, for messages
     */
    public OutsideSettings with(Map<String, String> texts, String item, boolean overrides) {
        OutsideKeys keys = new OutsideKeys(texts, CENTER, item, true);
        List<OutsideKeys> changed = new ArrayList<>(overrides ? strong : weak);
        // What fills only is asked before the file, and in the order in which it came.
        changed.add(
                overrides
                        ? changed.size()
                        : (int) weak.stream().filter(OutsideSettings::isCenter).count(),
                keys);
        return new OutsideSettings(
                this, overrides ? List.copyOf(changed) : strong, overrides ? weak : List.copyOf(changed));
    }

    private static boolean isCenter(OutsideKeys keys) {
        return keys.entries().stream()
                .anyMatch(entry -> entry.origin().element().equals(CENTER));
    }

    /** What beats the element's own value of an attribute; null if nothing does. */
    OutsideKeys.@Nullable Entry override(ConfigElement element, AttributeSpec attribute) {
        OutsideKeys.Entry redirection = redirection(element, attribute);
        return redirection != null ? redirection : find(strong, element, attribute);
    }

    /** What holds where the element is silent; null if there is nothing. */
    OutsideKeys.@Nullable Entry fallback(ConfigElement element, AttributeSpec attribute) {
        return find(weak, element, attribute);
    }

    /** By name, parameters of the element that beat its own. */
    Map<String, OutsideKeys.Entry> overridingParameters(ConfigElement element) {
        return parameters(strong, element);
    }

    /** By name, parameters of the element where it has none of that name. */
    Map<String, OutsideKeys.Entry> furtherParameters(ConfigElement element) {
        return parameters(weak, element);
    }

    /** {@code -Dcom.acme.FooService=dubbo://host:port} sends all references to an interface to that address. */
    private OutsideKeys.@Nullable Entry redirection(ConfigElement element, AttributeSpec attribute) {
        String name = element.text("interface");
        if (element.kind() != ElementKind.REFERENCE || !attribute.name().equals("url") || name == null) {
            return null;
        }
        String key = name.strip();
        String address = properties.get(key);
        if (address != null) {
            return new OutsideKeys.Entry(address, new Origin(PROPERTY, null, key, null));
        }
        String ofFile = redirections.byInterface().get(key);
        return ofFile == null
                ? null
                : new OutsideKeys.Entry(ofFile, new Origin(REDIRECTIONS, null, key, redirections.file()));
    }

    /** The home directory of the user; null if nothing says it. */
    @Nullable
    String home() {
        return property("user.home");
    }

    /** A system property by its own name; null if it is not set. */
    @Nullable
    String property(String key) {
        return properties.get(key);
    }

    /** Whether a url comes from a system property or from the resolve file, and so counts more than what is written. */
    static boolean isRedirection(Origin origin) {
        return origin.element().equals(PROPERTY) || origin.element().equals(REDIRECTIONS);
    }

    /** Whether there is a key for elements of the kind. */
    boolean mentions(ElementKind kind) {
        return sources().anyMatch(source -> source.mentions(SettingKey.word(kind)));
    }

    /**
     * The ids of elements of a kind that have keys in the plural form, {@code dubbo.registries.beijing.address}, and so are
     * there even if nobody wrote them.
     */
    Set<String> ids(ElementKind kind) {
        Set<String> ids = new LinkedHashSet<>();
        sources().forEach(source -> ids.addAll(source.names(SettingKey.plural(kind), kind, null)));
        return ids;
    }

    /** The methods of a reference or service that have keys of their own. */
    Set<String> methods(ConfigElement element) {
        Set<String> methods = new LinkedHashSet<>();
        if (strong.isEmpty() && weak.isEmpty()) {
            return methods;
        }
        for (String prefix : prefixes(element)) {
            if (!prefix.equals(element.kind().xmlName())) {
                sources().forEach(source -> methods.addAll(source.names(prefix, ElementKind.METHOD, element.kind())));
            }
        }
        return methods;
    }

    /** The classes and packages that Dubbo's own key admits; null if nobody names any. */
    @Nullable
    String allowedClasses() {
        String key = ClassGate.ALLOW_SETTING_OF_DUBBO.substring("dubbo.".length());
        return sources()
                .map(source -> source.find(key))
                .filter(Objects::nonNull)
                .map(OutsideKeys.Entry::text)
                .findFirst()
                .orElse(null);
    }

    /**
     * Keys that begin with {@code dubbo.} and mean nothing, or nothing here. Not those of the environment: container platforms put variables
     * there for each service that they run, whatever its name.
     */
    List<ConfigProblem> keysWithoutEffect() {
        return sources()
                .map(OutsideKeys::entries)
                .flatMap(Collection::stream)
                .map(OutsideKeys.Entry::origin)
                .filter(origin -> String.valueOf(origin.attribute()).startsWith("dubbo."))
                .sorted(Comparator.comparing(Origin::toString))
                .flatMap(origin -> withoutEffect(origin, String.valueOf(origin.attribute())))
                .toList();
    }

    private static Stream<ConfigProblem> withoutEffect(Origin origin, String key) {
        if (SettingKey.isStructural(key)) {
            return Stream.of(ConfigErrors.withoutEffect(
                    origin, "it says what an element is, and only the element itself may say so"));
        }
        if (SettingKey.isSpecial(key) || SettingKey.of(key).isPresent()) {
            return Stream.empty();
        }
        String reason = IdleKeys.reason(key);
        return Stream.of(
                reason == null
                        ? ConfigErrors.unknownKey(origin, SettingKey.nearest(key))
                        : ConfigErrors.withoutEffect(origin, reason));
    }

    private Stream<OutsideKeys> sources() {
        return Stream.concat(strong.stream(), weak.stream());
    }

    private static OutsideKeys.@Nullable Entry find(
            List<OutsideKeys> sources, ConfigElement element, AttributeSpec attribute) {
        if (sources.isEmpty() || !SettingKey.isSettable(attribute)) {
            return null;
        }
        List<String> prefixes = prefixes(element);
        for (OutsideKeys source : sources) {
            for (String prefix : prefixes) {
                for (String name : SettingKey.spellings(attribute)) {
                    OutsideKeys.Entry found = source.find(prefix + '.' + name);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    private static Map<String, OutsideKeys.Entry> parameters(List<OutsideKeys> sources, ConfigElement element) {
        Map<String, OutsideKeys.Entry> parameters = new HashMap<>();
        if (!sources.isEmpty()) {
            List<String> prefixes = prefixes(element);
            for (OutsideKeys source : sources) {
                for (String prefix : prefixes) {
                    source.parameters(prefix).forEach(parameters::putIfAbsent);
                }
            }
        }
        return parameters;
    }

    /** What keys about the element begin with, the most particular first; empty for kinds without keys. */
    private static List<String> prefixes(ConfigElement element) {
        ElementKind kind = element.kind();
        List<String> prefixes = new ArrayList<>();
        ConfigElement owner = element.parent();
        if (kind == ElementKind.METHOD && owner != null && element.text("name") != null) {
            for (String ofOwner : prefixes(owner)) {
                // Without the owner's name it would be an attribute of the owner.
                if (!ofOwner.equals(owner.kind().xmlName())) {
                    prefixes.add(
                            ofOwner + '.' + String.valueOf(element.text("name")).strip());
                }
            }
            return prefixes;
        }
        if (!SettingKey.KINDS.contains(kind)) {
            return prefixes;
        }
        for (String name : names(element)) {
            prefixes.add(SettingKey.plural(kind) + '.' + name);
            prefixes.add(SettingKey.word(kind) + '.' + name);
        }
        prefixes.add(SettingKey.word(kind));
        return prefixes;
    }

    private static List<String> names(ConfigElement element) {
        List<String> names = new ArrayList<>();
        String label = element.kind() == ElementKind.PROTOCOL ? element.text("name") : element.text("interface");
        if (element.id() != null) {
            names.add(element.id());
        }
        if (label != null) {
            names.add(label.strip());
        }
        return names;
    }
}
