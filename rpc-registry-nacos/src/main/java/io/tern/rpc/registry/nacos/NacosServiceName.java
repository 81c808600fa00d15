// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.ServiceQuery;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The name under which Dubbo keeps a service in Nacos: {@code providers:demo.Echo:1.0.0:group}, empty parts kept. */
record NacosServiceName(String category, String interfaceName, String version, String group) {
    private static final String ANY = "*";

    static NacosServiceName of(DubboUrl entry) {
        return new NacosServiceName(
                entry.parameter("category", Category.PROVIDERS.text()),
                entry.interfaceName(),
                entry.parameter("version", ""),
                entry.parameter("group", ""));
    }

    /** The names that a query means; null if only a list of all services tells. */
    static @Nullable Set<String> sought(ServiceQuery query, Category category) {
        String version = query.version() == null ? "" : query.version();
        List<String> groups = groups(query);
        if (version.equals(ANY) || groups.contains(ANY)) {
            return null;
        }
        Set<String> names = new LinkedHashSet<>();
        for (String group : groups) {
            NacosServiceName name = new NacosServiceName(category.text(), query.interfaceName(), version, group);
            names.add(name.text());
            if (category == Category.PROVIDERS) {
                names.add(name.oldText());
            }
        }
        return names;
    }

    private static List<String> groups(ServiceQuery query) {
        String group = query.group();
        return group == null
                ? List.of("")
                : Arrays.stream(group.split(",")).map(String::strip).toList();
    }

    /** Whether a listed name is one that a query means. */
    static boolean matches(String listed, ServiceQuery query, Category category) {
        List<String> parts = Arrays.asList(listed.split(":", -1));
        if (parts.size() < 2
                || parts.size() > 4
                || !parts.get(0).equals(category.text())
                || !parts.get(1).equals(query.interfaceName())) {
            return false;
        }
        if (parts.size() < 4) {
            return true; // the old form: what it leaves out is known from the entries only
        }
        String version = query.version() == null ? "" : query.version();
        List<String> groups = groups(query);
        return (version.equals(ANY) || version.equals(parts.get(2)))
                && (groups.contains(ANY) || groups.contains(parts.get(3)));
    }

    String text() {
        return category + ":" + interfaceName + ":" + version + ":" + group;
    }

    /** The form of Dubbo 2.6 and early 2.7, which leaves empty parts out. */
    String oldText() {
        return category
                + ":"
                + interfaceName
                + (version.isEmpty() ? "" : ":" + version)
                + (group.isEmpty() ? "" : ":" + group);
    }
}
