// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.core.config.AttributeCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The implementations of one extension point, by name. What the builder was given (Spring beans among it) wins over what
 * {@link ServiceLoader} finds, and that over what is shipped; two of the same name from one source are a mistake.
 */
public final class Plugins<T> {
    private final String kind;
    private final Map<String, T> byName;

    private Plugins(String kind, Map<String, T> byName) {
        this.kind = kind;
        this.byName = byName;
    }

    /**
     * Collects the implementations.
     *
     * @param kind what they are, for messages: {@code cluster}
     * @throws RpcConfigException if one cannot be loaded, or two have the same name
     */
    public static <T> Plugins<T> of(
            String kind, Class<T> type, Function<T, String> name, ClassLoader loader, List<T> shipped, List<T> given) {
        Map<String, T> byName = new LinkedHashMap<>();
        for (List<T> source : List.of(shipped, load(kind, type, loader), given)) {
            Map<String, T> ofSource = new LinkedHashMap<>();
            for (T plugin : source) {
                T other = ofSource.put(name.apply(plugin), plugin);
                if (other != null) {
                    throw new RpcConfigException(List.of("Two of kind " + kind + " are named \"" + name.apply(plugin)
                            + "\": " + other.getClass().getName() + " and "
                            + plugin.getClass().getName() + "; rename or remove one of them."));
                }
            }
            byName.putAll(ofSource);
        }
        return new Plugins<>(kind, byName);
    }

    /**
     * What {@link ServiceLoader} finds.
     *
     * @throws RpcConfigException if one cannot be loaded
     */
    static <T> List<T> load(String kind, Class<T> type, ClassLoader loader) {
        List<T> found = new ArrayList<>();
        try {
            ServiceLoader.load(type, loader).forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new RpcConfigException(List.of("One of kind " + kind + ", named in META-INF/services/"
                    + type.getName() + ", cannot be loaded: " + e.getMessage() + "; mend or remove its jar."));
        }
        return found;
    }

    /** The one with this name; null if there is none. */
    public @Nullable T find(String name) {
        return byName.get(name);
    }

    /**
     * The one with this name.
     *
     * @throws RpcConfigException if there is none; the message names those there are
     */
    public T get(String name) {
        T plugin = byName.get(name);
        if (plugin == null) {
            String nearest = AttributeCatalog.nearest(name, byName.keySet())
                    .map(known -> "; did you mean \"" + known + "\"?")
                    .orElse(".");
            throw new RpcConfigException(List.of("There is no " + kind + " named \"" + name + "\"; known: "
                    + String.join(", ", new TreeSet<>(byName.keySet())) + nearest));
        }
        return plugin;
    }

    /** All of them, in the order: shipped, found, given. */
    public List<T> all() {
        return List.copyOf(byName.values());
    }

    /** Their names. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
