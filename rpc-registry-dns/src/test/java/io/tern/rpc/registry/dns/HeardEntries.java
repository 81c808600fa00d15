// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.RegistryListener;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Keeps what a registry reports. Thread-safe. */
final class HeardEntries implements RegistryListener {
    private final Map<Category, List<String>> latest = new EnumMap<>(Category.class); // guarded by this
    private final List<String> log = new ArrayList<>(); // guarded by this

    @Override
    public synchronized void changed(Category category, List<String> entries) {
        latest.put(category, List.copyOf(entries));
        log.add(category + " " + entries.size());
    }

    synchronized List<String> of(Category category) {
        return latest.get(category);
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }
}
