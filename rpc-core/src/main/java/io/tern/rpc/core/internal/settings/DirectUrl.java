// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.Endpoint;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeCheck;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ElementKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One address of {@code url="…"}: {@code dubbo://host:port/path?key=value}, where only host and port must be there. What the
 * query says counts as the provider's word: weaker than the reference's method, stronger than the consumer's defaults.
 */
final class DirectUrl {
    private static final AttributeCatalog CATALOG = AttributeCatalog.standard();

    private static final String DEFAULTS = "default.";

    private final Endpoint endpoint;
    private final Origin origin;
    private final Map<String, AttributeValue> values = new HashMap<>();

    /** Reads an address whose outer form was checked before. */
    DirectUrl(String address, String defaultPath, Origin origin, Problems problems) {
        this.origin = origin;
        int scheme = address.indexOf("://");
        String rest = scheme < 0 ? address : address.substring(scheme + 3);
        int query = rest.indexOf('?');
        Map<String, String> parameters = query < 0 ? Map.of() : parse(rest.substring(query + 1));
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
        this.endpoint = new Endpoint(host, port, path.isEmpty() ? defaultPath : path, parameters);
        parameters.forEach((key, text) -> check(key, text, problems));
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** What the query says about all methods. */
    Layer forReference() {
        return layer("");
    }

    /** What the query says about one method: keys such as {@code findFoo.timeout}. */
    Layer forMethod(String method) {
        return layer(method + ".");
    }

    /** Whether the query says anything about the method. */
    boolean mentions(String method) {
        return values.keySet().stream().anyMatch(key -> key.startsWith(method + "."));
    }

    private Layer layer(String prefix) {
        return new Layer() {
            @Override
            public AttributeValue value(String name) {
                return values.getOrDefault(prefix + name, new AttributeValue.Unset());
            }

            @Override
            public Origin origin(String name) {
                return origin;
            }
        };
    }

    private void check(String key, String text, Problems problems) {
        // Dubbo 2.6 writes values of provider-wide defaults as default.key.
        boolean ofDefaults = key.startsWith(DEFAULTS);
        int dot = ofDefaults ? DEFAULTS.length() - 1 : key.lastIndexOf('.');
        boolean ofInterface = dot < 0 || ofDefaults;
        String name = key.substring(dot + 1);
        AttributeSpec spec = CATALOG.find(ofInterface ? ElementKind.REFERENCE : ElementKind.METHOD, name)
                .orElse(null);
        if (spec == null || spec.name().equals("interface") || spec.name().equals("name")) {
            return;
        }
        AttributeCheck check = AttributeCheck.of(spec, text, origin);
        problems.addAll(check.problems());
        if (ofInterface) {
            values.putIfAbsent(spec.name(), check.value());
        } else {
            values.put(key.substring(0, dot + 1) + spec.name(), check.value());
        }
    }

    private static Map<String, String> parse(String query) {
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
