// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.RpcConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files beside the XML from which settings are read. */
public final class SettingsFiles {
    private static final Logger log = LoggerFactory.getLogger(SettingsFiles.class);
    private static final String FILE = "dubbo.properties";
    private static final String FILE_PROPERTY = "dubbo.properties.file";
    private static final String RESOLVE_PROPERTY = "dubbo.resolve.file";
    private static final String RESOLVE_FILE = "dubbo-resolve.properties";
    private static final String HOME = "~/";

    private SettingsFiles() {}

    static OutsideSettings ofProcess(ClassLoader loader) {
        return of(texts(System.getProperties()), System.getenv(), loader);
    }

    /** All sources, with the files that the properties name. */
    static OutsideSettings of(Map<String, String> properties, Map<String, String> environment, ClassLoader loader) {
        String name = properties.getOrDefault(FILE_PROPERTY, FILE);
        return new OutsideSettings(
                properties,
                environment,
                texts(read(name, properties.containsKey(FILE_PROPERTY), loader)),
                name,
                redirections(properties));
    }

    /** The settings in the text of an item. */
    public static Map<String, String> texts(String content) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(content));
        } catch (IOException e) {
            throw new IllegalArgumentException("it cannot be read", e);
        }
        return texts(properties);
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

    /**
     * The addresses that {@code -Ddubbo.resolve.file} sends references to. The file in the home directory, which Dubbo
     * reads always, is read only if the property says so: a forgotten one would send calls elsewhere.
     */
    private static OutsideSettings.Redirections redirections(Map<String, String> properties) {
        String written = properties.get(RESOLVE_PROPERTY);
        if (written == null) {
            return new OutsideSettings.Redirections(Map.of(), null);
        }
        Path file = resolveFile(written.strip(), properties.get("user.home"));
        Properties content = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            content.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new RpcConfigException(List.of("CFG-07 system property " + RESOLVE_PROPERTY + " = \"" + written
                    + "\": the file " + file + " cannot be read: " + e));
        }
        log.warn(
                "The file {}, named by {}, says where the references to {} interfaces go; their own url and registry do"
                        + " not count",
                file,
                RESOLVE_PROPERTY,
                content.size());
        return new OutsideSettings.Redirections(texts(content), file.toString());
    }

    private static Path resolveFile(String written, @Nullable String home) {
        String name = written.isEmpty() ? HOME + RESOLVE_FILE : written;
        return name.startsWith(HOME) && home != null ? Path.of(home, name.substring(HOME.length())) : Path.of(name);
    }

    private static Map<String, String> texts(Properties source) {
        return source.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, key -> String.valueOf(source.getProperty(key))));
    }
}
