// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingService;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What this process wants to be known, and who waits for that. Thread-safe; stored on the Nacos thread, where all changes of a
 * name that came meanwhile are stored together.
 */
final class NacosPublications {
    /** The client, once it could be opened. */
    @FunctionalInterface
    interface Naming {
        NamingService get() throws NacosException;
    }

    private final NacosThread thread;
    private final String group;
    private final boolean dynamic;

    // Guarded by this.
    private final Map<String, Set<DubboUrl>> wanted = new LinkedHashMap<>();
    private final Map<String, List<CompletableFuture<@Nullable Void>>> waiting = new HashMap<>();
    private boolean closed;

    // The thread's own.
    private final Map<String, NacosPublication> publications = new LinkedHashMap<>();

    /** {@code group} is that of Nacos; {@code dynamic} whether entries vanish with their process unless they say otherwise. */
    NacosPublications(NacosThread thread, String group, boolean dynamic) {
        this.thread = thread;
        this.group = group;
        this.dynamic = dynamic;
    }

    CompletableFuture<@Nullable Void> add(DubboUrl entry, Naming naming) {
        CompletableFuture<@Nullable Void> stored = new CompletableFuture<>();
        String name = NacosServiceName.of(entry).text();
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new IllegalStateException("The registry is closed"));
            }
            wanted.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(entry);
            waiting.computeIfAbsent(name, key -> new ArrayList<>()).add(stored);
        }
        thread.attempt(NacosThread.Kind.PUBLISHING, () -> store(name, naming));
        return stored.copy();
    }

    /** Completes at once while the server cannot be reached: its client takes the entry back as soon as it can. */
    CompletableFuture<@Nullable Void> remove(DubboUrl entry, Naming naming) {
        CompletableFuture<@Nullable Void> removed = new CompletableFuture<>();
        String name = NacosServiceName.of(entry).text();
        synchronized (this) {
            Set<DubboUrl> entries = wanted.get(name);
            if (closed || entries == null || !entries.remove(entry)) {
                return CompletableFuture.completedFuture(null);
            }
        }
        thread.attempt(NacosThread.Kind.PUBLISHING, () -> {
            try {
                store(name, naming);
            } finally {
                removed.complete(null);
            }
        });
        return removed.copy();
    }

    private void store(String name, Naming naming) throws NacosException {
        Set<DubboUrl> entries;
        List<CompletableFuture<@Nullable Void>> told;
        synchronized (this) {
            entries = new LinkedHashSet<>(wanted.getOrDefault(name, Set.of()));
            told = List.copyOf(waiting.getOrDefault(name, List.of()));
        }
        NacosPublication publication =
                publications.computeIfAbsent(name, key -> new NacosPublication(key, group, dynamic));
        try {
            publication.set(entries, naming.get());
        } catch (NacosException | IllegalArgumentException e) {
            if (!NacosProblem.isForGood(e)) {
                throw e;
            }
            NacosRegistry.log.warn("Nacos refuses entries of {}: {}", name, NacosProblem.text(e));
            entries.removeIf(publication::has);
            settle(name, told.size(), entries);
            told.forEach(future -> future.completeExceptionally(
                    new IllegalStateException("Nacos refuses the entry: " + NacosProblem.text(e))));
            return;
        }
        settle(name, told.size(), Set.of());
        told.forEach(future -> future.complete(null));
    }

    /** Those who waited first are told, and what was dropped is wanted no more. */
    private synchronized void settle(String name, int told, Set<DubboUrl> dropped) {
        List<CompletableFuture<@Nullable Void>> left = waiting.get(name);
        if (left != null) {
            left.subList(0, told).clear(); // later ones stand behind them
        }
        Set<DubboUrl> entries = wanted.get(name);
        if (entries != null) {
            entries.removeAll(dropped);
        }
    }

    /** Stores everything once more, on the Nacos thread. */
    void storeAgain(Naming naming) {
        publications
                .values()
                .forEach(publication ->
                        thread.attempt(NacosThread.Kind.PUBLISHING, () -> publication.store(naming.get())));
    }

    /** Stores what somebody else deleted. On the Nacos thread. */
    void storeMissing(NamingService naming) throws NacosException {
        for (NacosPublication publication : publications.values()) {
            publication.storeMissing(naming);
        }
    }

    /** Takes everything back. On the Nacos thread. */
    void takeBack(NamingService naming) throws NacosException {
        for (NacosPublication publication : publications.values()) {
            publication.set(Set.of(), naming);
        }
    }

    /** Takes nothing any more; who waits fails. */
    void close() {
        List<CompletableFuture<@Nullable Void>> failed = new ArrayList<>();
        synchronized (this) {
            closed = true;
            waiting.values().forEach(failed::addAll);
            waiting.clear();
        }
        failed.forEach(future -> future.completeExceptionally(new IllegalStateException("The registry is closed")));
    }
}
