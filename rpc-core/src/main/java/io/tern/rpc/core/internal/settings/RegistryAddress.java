// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.core.config.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The address of one registry, taken apart: {@code kind://user:password@host:port,host:port?backup=host:port&key=value}. As in
 * Dubbo nothing in it is encoded, a path has no meaning, and hosts of {@code backup} stand behind the others.
 *
 * @param kind in lower case; empty if the address does not say it
 * @param hosts each as it is written, with or without a port; the path for the kind {@code file}
 * @param username of the address; null if none
 * @param password of the address; null if none
 * @param parameters of the query
 */
record RegistryAddress(
        String kind,
        List<String> hosts,
        @Nullable String username,
        @Nullable String password,
        Map<String, String> parameters) {
    private static final String FILE = "file";
    private static final Map<String, Integer> USUAL_PORTS =
            Map.of("zookeeper", 2_181, "nacos", 8_848, "multicast", 1_234, "dns", 20_880);
    private static final int DEFAULT_PORT = 9_090;

    /** The addresses in an attribute that was checked before: separated by vertical bars or semicolons. */
    static List<RegistryAddress> all(String text) {
        List<RegistryAddress> addresses = new ArrayList<>();
        for (String address : text.split("[;|]", -1)) {
            if (!address.isBlank() && !isNone(address)) {
                addresses.add(parse(address.strip()));
            }
        }
        return addresses;
    }

    /** Whether the address means that there is no registry. */
    static boolean isNone(String address) {
        return address.strip().equalsIgnoreCase("N/A");
    }

    private static RegistryAddress parse(String address) {
        int scheme = address.indexOf("://");
        String kind = scheme < 0 ? "" : address.substring(0, scheme).toLowerCase(Locale.ROOT);
        String rest = scheme < 0 ? address : address.substring(scheme + 3);
        int query = rest.indexOf('?');
        Map<String, String> parameters = query < 0 ? Map.of() : parameters(rest.substring(query + 1));
        String location = query < 0 ? rest : rest.substring(0, query);
        if (kind.equals(FILE)) {
            return new RegistryAddress(kind, List.of(location), null, null, parameters);
        }
        String authority = location.split("/", 2)[0];
        int at = authority.lastIndexOf('@');
        String user = at < 0 ? null : authority.substring(0, at);
        int colon = user == null ? -1 : user.indexOf(':');
        Set<String> hosts = new LinkedHashSet<>(hosts(authority.substring(at + 1)));
        hosts.addAll(hosts(parameters.getOrDefault("backup", "")));
        return new RegistryAddress(
                kind,
                List.copyOf(hosts),
                user == null || colon < 0 ? user : user.substring(0, colon),
                user == null || colon < 0 ? null : user.substring(colon + 1),
                parameters);
    }

    private static List<String> hosts(String text) {
        List<String> hosts = new ArrayList<>();
        for (String host : text.split(",", -1)) {
            if (!host.isBlank()) {
                hosts.add(host.strip());
            }
        }
        return hosts;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        return parameters;
    }

    /** The hosts, each with a port: {@code port}, or the usual one of the kind if nobody wrote one. */
    List<String> hostsWithPort(String kindOfAll, AttributeValue port) {
        if (kindOfAll.equals(FILE)) {
            return hosts;
        }
        long missing = port.isSet() ? port.asWhole() : USUAL_PORTS.getOrDefault(kindOfAll, DEFAULT_PORT);
        return hosts.stream()
                .map(host -> hasPort(host) ? host : host + ":" + missing)
                .distinct()
                .toList();
    }

    private static boolean hasPort(String host) {
        return host.indexOf(':') >= 0 && !host.endsWith("]");
    }
}
