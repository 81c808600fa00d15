// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.SettingKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one source outside of files and code, such as the system properties, in the one form in which dashes, dots,
 * underscores and case do not count. Immutable.
 */
final class OutsideKeys {
    private static final String PREFIX = "dubbo";
    private static final String PARAMETERS = "parameters";
    /** {@code DUBBO_PROVIDER_PORT=tcp://10.0.0.1:20880} for a service called dubbo-provider. */
    private static final Pattern PLATFORM_KEY = Pattern.compile("_PORT(_\\d+_(TCP|UDP|SCTP))?$");

    private static final Pattern PLATFORM_ADDRESS = Pattern.compile("(tcp|udp|sctp)://\\S+:\\d+");

    /** In order, so that the keys of one of a thousand elements are found without a walk through those of the others. */
    private final NavigableMap<String, Entry> entries = new TreeMap<>();

    private final boolean dotted;

    /**
     * A value and where it comes from.
     *
     * @param rival another spelling of the key in the same source, with another value; null if there is none
     */
    record Entry(String text, Origin origin, @Nullable Origin rival) {
        Entry(String text, Origin origin) {
            this(text, origin, null);
        }

        private Entry beside(Entry other) {
            return rival != null || text.strip().equals(other.text.strip())
                    ? this
                    : new Entry(text, origin, other.origin);
        }
    }

    /**
     * Keeps those that begin with {@code dubbo}.
     *
     * @param source what the source is called in messages
     * @param file the file that holds it; null if it is none
     * @param dotted whether dots separate the parts of a key, so that names in it can be told from attributes; those of
     *     environment variables cannot
     */
    OutsideKeys(Map<String, String> texts, String source, @Nullable String file, boolean dotted) {
        this.dotted = dotted;
        new TreeMap<>(texts).forEach((key, text) -> {
            String normal = SettingKey.normal(key);
            if (normal.startsWith(PREFIX) && (dotted || !isOfPlatform(key, text))) {
                Entry entry = new Entry(text, new Origin(source, null, key, file));
                entries.merge(normal, entry, Entry::beside);
            }
        });
    }

    /** Whether a container platform has put it into the environment, because it runs a service of that name. */
    private static boolean isOfPlatform(String key, String text) {
        return PLATFORM_KEY.matcher(key).find()
                && PLATFORM_ADDRESS.matcher(text.strip()).matches();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** All of them. */
    Collection<Entry> entries() {
        return entries.values();
    }

    /** The value of {@code dubbo.<path>}; null if there is none. */
    @Nullable
    Entry find(String path) {
        return isEmpty() ? null : entries.get(PREFIX + SettingKey.normal(path));
    }

    /** Whether a key begins with {@code dubbo.<path>}. */
    boolean mentions(String path) {
        return !beginningWith(PREFIX + SettingKey.normal(path)).isEmpty();
    }

    private Collection<Entry> beginningWith(String start) {
        return entries.subMap(start, start + Character.MAX_VALUE).values();
    }

    /**
     * The names between a prefix and an attribute: {@code findFoo} of {@code dubbo.reference.com.acme.Foo.findFoo.timeout}
     * for the prefix {@code reference.com.acme.Foo}. In the order of the keys.
     *
     * @param ofName the kind of element that the name would belong to
     * @param ofPrefix the kind that the prefix belongs to, whose own attributes name nobody; null if it has none
     */
    Set<String> names(String prefix, ElementKind ofName, @Nullable ElementKind ofPrefix) {
        Set<String> names = new LinkedHashSet<>();
        if (!dotted) {
            return names;
        }
        String start = PREFIX + SettingKey.normal(prefix);
        List<String> keys = new ArrayList<>();
        beginningWith(start)
                .forEach(entry -> keys.add(String.valueOf(entry.origin().attribute())));
        keys.sort(null);
        for (String key : keys) {
            String rest = behind(key, start.length());
            if (rest.startsWith(PARAMETERS + ".")) {
                continue;
            }
            boolean own = ofPrefix != null && SettingKey.attribute(ofPrefix, rest) != null;
            for (int dot = rest.indexOf('.'); dot > 0 && !own; dot = rest.indexOf('.', dot + 1)) {
                if (SettingKey.attribute(ofName, rest.substring(dot + 1)) != null) {
                    names.add(rest.substring(0, dot));
                    break;
                }
            }
        }
        return names;
    }

    /** By name, what stands under {@code <prefix>.parameters.<name>}. */
    Map<String, Entry> parameters(String prefix) {
        Map<String, Entry> parameters = new HashMap<>();
        if (dotted) {
            String start = PREFIX + SettingKey.normal(prefix) + PARAMETERS;
            beginningWith(start).forEach(entry -> {
                String name = behind(String.valueOf(entry.origin().attribute()), start.length());
                if (!name.isEmpty()) {
                    parameters.put(name, entry);
                }
            });
        }
        return parameters;
    }

    /** What follows the part of a key that has so many characters in its normal form and ends at a dot; empty if none does. */
    private static String behind(String key, int length) {
        for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
            if (SettingKey.normal(key.substring(0, dot)).length() == length) {
                return key.substring(dot + 1);
            }
        }
        return "";
    }
}
