// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One subscription to the addresses of the registry's names. */
final class DnsWatch implements Subscription {
    /** An address and a port. */
    record Place(String host, int port) {}

    private final ServiceQuery query;
    private final Map<String, String> parameters;
    private final RegistryListener listener;
    private final CompletableFuture<@Nullable Void> reported = new CompletableFuture<>();
    private @Nullable List<Place> told; // the loop's own
    private volatile boolean closed;

    DnsWatch(ServiceQuery query, RegistryListener listener) {
        this.query = query;
        this.listener = listener;
        parameters = parameters(query);
    }

    // DNS knows nothing of groups and versions: whoever is there offers the one that is looked for.
    private static Map<String, String> parameters(ServiceQuery query) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("interface", query.interfaceName());
        put(parameters, "group", query.group());
        put(parameters, "version", query.version());
        return parameters;
    }

    private static void put(Map<String, String> parameters, String key, @Nullable String sought) {
        if (sought != null && !sought.equals("*")) {
            int comma = sought.indexOf(',');
            parameters.put(key, comma < 0 ? sought : sought.substring(0, comma).strip());
        }
    }

    /** Tells the listener what it does not know yet. On the loop's thread. */
    void report(List<Place> places) {
        List<Place> before = told;
        told = places;
        try {
            for (Category category : query.categories()) {
                boolean isNews = before == null || (category == Category.PROVIDERS && !before.equals(places));
                if (isNews && !closed) {
                    listener.changed(category, category == Category.PROVIDERS ? entries(places) : List.of());
                }
            }
        } finally {
            // It was told, whatever it made of it.
            reported.complete(null);
        }
    }

    private List<String> entries(List<Place> places) {
        return places.stream()
                .map(place -> new DubboUrl("dubbo", place.host(), place.port(), query.interfaceName(), parameters))
                .map(DubboUrl::text)
                .toList();
    }

    @Override
    public CompletableFuture<@Nullable Void> reported() {
        return reported.copy();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
