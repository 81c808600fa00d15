// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the config center: its key, and what its text meant when it was last understood. Of several stores the first
 * that has a text counts. Thread-safe.
 *
 * @param <T> what the rule means
 */
final class RuleWatch<T> implements AutoCloseable {
    private final String key;
    private final T none;
    private final Function<String, T> reader;
    private final RuleLog log;
    private final Runnable changed;
    // Guarded by this, as the next four.
    private final List<@Nullable String> texts = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private @Nullable String current;
    private boolean inForce;
    private boolean closed;
    private volatile T value;

    /**
     * Begins to know nothing; {@link #watch} begins to watch.
     *
     * @param none what no text means
     * @param reader what a text means; throws IllegalArgumentException if it is not understood
     * @param changed is run after the meaning changed, without a lock
     */
    RuleWatch(String key, T none, Function<String, T> reader, RuleLog log, Runnable changed) {
        this.key = key;
        this.none = none;
        this.reader = reader;
        this.log = log;
        this.changed = changed;
        this.value = none;
    }

    /** Watches the key in these stores. To be called once. Completes when all of them have said what they have. */
    CompletableFuture<@Nullable Void> watch(List<ConfigStore> stores) {
        synchronized (this) {
            stores.forEach(store -> texts.add(null));
        }
        List<CompletableFuture<@Nullable Void>> reported = new ArrayList<>();
        for (int i = 0; i < stores.size(); i++) {
            int place = i;
            Subscription subscription = stores.get(i).watch(ConfigStore.RULES, key, text -> changed(place, text));
            reported.add(subscription.reported());
            if (!keep(subscription)) {
                subscription.close();
            }
        }
        return CompletableFuture.allOf(reported.toArray(CompletableFuture[]::new));
    }

    private synchronized boolean keep(Subscription subscription) {
        return !closed && subscriptions.add(subscription);
    }

    /** What the rule means now. */
    T value() {
        return value;
    }

    private void changed(int place, @Nullable String text) {
        if (take(place, text == null || text.isBlank() ? null : text)) {
            changed.run();
        }
    }

    private synchronized boolean take(int place, @Nullable String text) {
        texts.set(place, text);
        String effective = null;
        for (String each : texts) {
            effective = effective == null ? each : effective;
        }
        if (closed || Objects.equals(effective, current)) {
            return false;
        }
        try {
            value = effective == null ? none : reader.apply(effective);
            current = effective;
            inForce = effective != null;
            return true;
        } catch (IllegalArgumentException e) {
            // Anything else says nothing about the text, which is read again when it is told again.
            current = effective;
            log.refused(key, String.valueOf(e.getMessage()), inForce);
            return false;
        }
    }

    /** Ends the watch; the meaning stays as it was. Idempotent. */
    @Override
    public void close() {
        List<Subscription> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(subscriptions);
            subscriptions.clear();
        }
        ending.forEach(Subscription::close);
    }
}
