// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.file;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One subscription to a file. */
final class FileWatch implements Subscription {
    private final ServiceQuery query;
    private final RegistryListener listener;
    private final Map<Category, List<String>> told = new EnumMap<>(Category.class); // of the registry's turn
    private final CompletableFuture<@Nullable Void> reported = new CompletableFuture<>();
    private volatile boolean closed;

    FileWatch(ServiceQuery query, RegistryListener listener) {
        this.query = query;
        this.listener = listener;
    }

    /** Tells the listener what it does not know yet. One call at a time. */
    void report(List<DubboUrl> entries) {
        for (Category category : query.categories()) {
            List<String> now = entries.stream()
                    .filter(entry -> entry.interfaceName().equals(query.interfaceName()))
                    .filter(entry -> Category.of(entry) == category)
                    .map(DubboUrl::text)
                    .distinct()
                    .toList();
            if (!closed && !now.equals(told.put(category, now))) {
                listener.changed(category, now);
            }
        }
        reported.complete(null);
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
