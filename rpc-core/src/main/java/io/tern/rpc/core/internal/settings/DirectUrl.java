// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.Endpoint;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigProblem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One address of {@code url="…"}: {@code dubbo://host:port/path?key=value}, where only host and port must be there. What the
 * query says counts as the provider's word.
 *
 * @param endpoint where calls go
 * @param word what the query says
 */
record DirectUrl(Endpoint endpoint, ProviderLayer word) {
    /** Reads an address whose outer form was checked before. */
    static DirectUrl parse(
            String address,
            String defaultPath,
            Origin origin,
            Map<String, Set<String>> extensions,
            Consumer<ConfigProblem> problems) {
        int scheme = address.indexOf("://");
        String rest = scheme < 0 ? address : address.substring(scheme + 3);
        int query = rest.indexOf('?');
        Map<String, String> parameters = query < 0 ? Map.of() : parameters(rest.substring(query + 1));
        String location = query < 0 ? rest : rest.substring(0, query);
        int slash = location.indexOf('/');
        String authority = slash < 0 ? location : location.substring(0, slash);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        String path = slash < 0 ? "" : location.substring(slash + 1);
        int colon = authority.lastIndexOf(':');
        String host = authority.substring(0, colon);
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = Integer.parseInt(authority.substring(colon + 1));
        return new DirectUrl(
                new Endpoint(host, port, path.isEmpty() ? defaultPath : path, parameters),
                new ProviderLayer(parameters, key -> origin, extensions, problems));
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not an encoded text after all: a lone percent sign is what was meant.
            return text;
        }
    }
}
