// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings outside of files and code: system properties, then environment variables, which both win over what an element
 * says, and {@code dubbo.properties}, which fills what it leaves open. Immutable.
 *
 * <p>A key is {@code dubbo.<element>.<id>.<attribute>} or, weaker, {@code dubbo.<element>.<attribute>}; for references and
 * services the interface may stand for the id. Dashes, dots, underscores and case do not count: Dubbo's releases differ in
 * them.
 */
public final class OutsideSettings {
    private static final String PROPERTY = "system property";
    private static final String FILE = "dubbo.properties";
    private static final String FILE_PROPERTY = "dubbo.properties.file";
    private static final Set<ElementKind> KINDS = Set.of(
            ElementKind.APPLICATION,
            ElementKind.MODULE,
            ElementKind.REGISTRY,
            ElementKind.PROTOCOL,
            ElementKind.PROVIDER,
            ElementKind.CONSUMER,
            ElementKind.REFERENCE,
            ElementKind.SERVICE);
    /** What an element is, not how it behaves. */
    private static final Set<String> STRUCTURE = Set.of("id", "interface", "ref", "class");

    private final Map<String, String> properties;
    private final List<Map<String, Entry>> strong;
    private final Map<String, Entry> weak;

    /** A value and where it comes from. */
    record Entry(String text, Origin origin) {}

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
        this.properties = Map.copyOf(properties);
        this.strong = List.of(entries(properties, PROPERTY, null), entries(environment, "environment variable", null));
        this.weak = entries(file, "properties file", fileName);
    }

    /** Those of this process; {@code loader} finds the file. */
    public static OutsideSettings ofProcess(ClassLoader loader) {
        Map<String, String> system = texts(System.getProperties());
        String name = system.getOrDefault(FILE_PROPERTY, FILE);
        return new OutsideSettings(
                system, System.getenv(), texts(read(name, system.containsKey(FILE_PROPERTY), loader)), name);
    }

    private static Properties read(String name, boolean mustExist, ClassLoader loader) {
        Properties content = new Properties();
        URL resource = loader.getResource(name);
        try (InputStream in = resource != null
                ? resource.openStream()
                : Files.isRegularFile(Path.of(name)) && mustExist ? Files.newInputStream(Path.of(name)) : null) {
            if (in != null) {
                content.load(in);
            } else if (mustExist) {
                throw new RpcConfigException(List.of("CFG-07 system property " + FILE_PROPERTY + " = \"" + name
                        + "\" is neither a resource on the class path nor a file."));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new RpcConfigException(List.of("CFG-07 the file " + name + " cannot be read: " + e));
        }
        return content;
    }

    private static Map<String, String> texts(Properties source) {
        return source.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, key -> String.valueOf(source.getProperty(key))));
    }

    private static Map<String, Entry> entries(Map<String, String> source, String kind, @Nullable String file) {
        Map<String, Entry> entries = new HashMap<>();
        source.forEach((key, text) -> {
            String normal = normal(key);
            if (normal.startsWith("dubbo")) {
                entries.put(normal, new Entry(text, new Origin(kind, null, key, file)));
            }
        });
        return entries;
    }

    private static String normal(String key) {
        return key.replaceAll("[-._]", "").toLowerCase(Locale.ROOT);
    }

    /** What beats the element's own value of an attribute; null if nothing does. */
    @Nullable
    Entry override(ConfigElement element, AttributeSpec attribute) {
        Entry redirection = redirection(element, attribute);
        if (redirection != null) {
            return redirection;
        }
        for (Map<String, Entry> source : strong) {
            Entry found = find(source, element, attribute);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** What holds where the element is silent; null if there is nothing. */
    @Nullable
    Entry fallback(ConfigElement element, AttributeSpec attribute) {
        return find(weak, element, attribute);
    }

    /** {@code -Dcom.acme.FooService=dubbo://host:port} sends all references to an interface to that address. */
    private @Nullable Entry redirection(ConfigElement element, AttributeSpec attribute) {
        String name = element.text("interface");
        if (element.kind() != ElementKind.REFERENCE || !attribute.name().equals("url") || name == null) {
            return null;
        }
        String address = properties.get(name.strip());
        return address == null ? null : new Entry(address, new Origin(PROPERTY, null, name.strip(), null));
    }

    /** The home directory of the user; null if nothing says it. */
    @Nullable
    String home() {
        return properties.get("user.home");
    }

    static boolean isProperty(Origin origin) {
        return origin.element().equals(PROPERTY);
    }

    /** Whether there is a key for elements of the kind. */
    boolean mentions(ElementKind kind) {
        String prefix = normal("dubbo" + kind.xmlName());
        return weak.keySet().stream().anyMatch(key -> key.startsWith(prefix))
                || strong.stream().anyMatch(source -> source.keySet().stream().anyMatch(key -> key.startsWith(prefix)));
    }

    private static @Nullable Entry find(Map<String, Entry> source, ConfigElement element, AttributeSpec attribute) {
        if (source.isEmpty() || !KINDS.contains(element.kind()) || STRUCTURE.contains(attribute.name())) {
            return null;
        }
        String prefix = "dubbo" + element.kind().xmlName();
        for (String name : names(element)) {
            Entry found = source.get(normal(prefix + name + attribute.name()));
            if (found != null) {
                return found;
            }
        }
        return source.get(normal(prefix + attribute.name()));
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
