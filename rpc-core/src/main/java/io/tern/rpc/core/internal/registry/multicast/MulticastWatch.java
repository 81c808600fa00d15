// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One subscription and what was heard for it. All but {@link #reported}, {@link #isClosed} and {@link #close} is for the
 * loop's thread alone, which also calls the listener.
 */
final class MulticastWatch implements Subscription {
    /** An entry and when there was a sign that it is still true. */
    private static final class Heard {
        private final DubboUrl url;
        private long atNanos;

        Heard(DubboUrl url, long atNanos) {
            this.url = url;
            this.atNanos = atNanos;
        }
    }

    private static final int MOST_ENTRIES = 10_000;

    private final ServiceQuery query;
    private final MulticastMessage question;
    private final RegistryListener listener;
    private final CompletableFuture<@Nullable Void> reported = new CompletableFuture<>();
    private volatile boolean closed;

    // The loop's own.
    private final Map<String, Heard> entries = new LinkedHashMap<>();
    private final Set<Category> changed = EnumSet.noneOf(Category.class);
    private boolean first = true;
    private boolean reportIsDue;

    MulticastWatch(ServiceQuery query, MulticastMessage question, RegistryListener listener) {
        this.query = query;
        this.question = question;
        this.listener = listener;
        changed.addAll(query.categories());
    }

    MulticastMessage question() {
        return question;
    }

    /** Whether nothing was reported yet. */
    boolean isNew() {
        return first;
    }

    /** Notes what somebody registers; whether that changes something. */
    boolean registered(DubboUrl url, long nowNanos) {
        if (!concerns(url)) {
            return false;
        }
        String key = key(url);
        Heard known = entries.get(key);
        if (known != null && known.url.equals(url)) {
            known.atNanos = nowNanos;
            return false;
        }
        if (known == null && entries.size() >= MOST_ENTRIES) {
            return false;
        }
        entries.put(key, new Heard(url, nowNanos));
        changed.add(Category.of(url));
        return true;
    }

    /** Notes that somebody takes an entry back; whether that changes something. */
    boolean unregistered(DubboUrl url) {
        Heard known = concerns(url) ? entries.get(key(url)) : null;
        if (known == null || !known.url.equals(url)) {
            return false;
        }
        entries.remove(key(url));
        changed.add(Category.of(url));
        return true;
    }

    private boolean concerns(DubboUrl url) {
        return query.categories().contains(Category.of(url))
                && (url.interfaceName().equals(query.interfaceName())
                        || url.interfaceName().equals("*"));
    }

    // A provider that was started again has a new entry, and its old one is void. Rules are what their text says.
    private static String key(DubboUrl url) {
        if (Category.of(url) != Category.PROVIDERS) {
            return url.text();
        }
        return url + "?" + url.parameter("group", "") + ":" + url.parameter("version", "");
    }

    /** Whether it is worth to ask again: nothing is known, or for something the last sign of life is older than that. */
    boolean wantsToAsk(long olderThanNanos, long nowNanos) {
        return entries.isEmpty()
                || entries.values().stream().anyMatch(heard -> nowNanos - heard.atNanos >= olderThanNanos);
    }

    /** The providers without a sign of life for so long. */
    List<DubboUrl> silent(long forNanos, long nowNanos, Predicate<DubboUrl> mortal) {
        List<DubboUrl> silent = new ArrayList<>();
        for (Heard heard : entries.values()) {
            if (nowNanos - heard.atNanos >= forNanos && mortal.test(heard.url)) {
                silent.add(heard.url);
            }
        }
        return silent;
    }

    /** Begins the time of all entries anew, since nothing could be heard for a while. */
    void refresh(long nowNanos) {
        entries.values().forEach(heard -> heard.atNanos = nowNanos);
    }

    /** Asks for a report; false if one will come anyway. */
    boolean takesReport() {
        boolean due = reportIsDue;
        reportIsDue = true;
        return !due;
    }

    /** Tells the listener what changed since the last time; the first time everything. */
    void report() {
        reportIsDue = false;
        List<Category> telling = List.copyOf(changed);
        changed.clear();
        first = false;
        try {
            for (Category category : telling) {
                if (!closed) {
                    listener.changed(category, texts(category));
                }
            }
        } finally {
            reported.complete(null); // it was told, whatever it made of it
        }
    }

    private List<String> texts(Category category) {
        return entries.values().stream()
                .map(heard -> heard.url)
                .filter(url -> Category.of(url) == category)
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
