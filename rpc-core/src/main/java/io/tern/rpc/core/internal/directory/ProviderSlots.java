// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.spi.EndpointInvoker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The providers that can be called now, in the order of their addresses. Not thread-safe, but for {@link #snapshot}, {@link
 * #first}, {@link #absence} and {@link #held}.
 *
 * <p>Each provider is handled by itself: one that cannot be made leaves the others as they should be.
 */
final class ProviderSlots {
    private final Invokers invokers;
    private final EntryReader reader;
    private final NavigableMap<ProviderKey, Slot> slots = new TreeMap<>();
    private boolean connecting;

    private volatile List<EndpointInvoker> snapshot = List.of();
    private volatile @Nullable Provider first;
    private volatile int switchedOff;
    private volatile int held;

    /** A provider that is in the snapshot. */
    private record Slot(Entry entry, Provider provider, ProviderInvoker invoker) {}

    /** {@code reader} says what is wrong with a provider that cannot be made. */
    ProviderSlots(Invokers invokers, EntryReader reader) {
        this.invokers = invokers;
        this.reader = reader;
    }

    List<EndpointInvoker> snapshot() {
        return snapshot;
    }

    /** The provider with the lowest address; null if there is none. */
    @Nullable
    Provider first() {
        return first;
    }

    /** Which providers are known and left out; continues a list, and is empty if there are none. */
    String absence() {
        int off = switchedOff;
        int back = held;
        return (off > 0 ? "; rules switch off " + off + " providers" : "")
                + (back > 0 ? "; " + back + " wait for the rules of their application" : "");
    }

    /** How many were held back the last time. */
    int held() {
        return held;
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    boolean isConnecting() {
        return connecting;
    }

    /** Whether a provider is there, connected, and has not said that it goes. */
    boolean isAvailable(ProviderKey key) {
        Slot slot = slots.get(key);
        return slot != null && slot.invoker().isAvailable();
    }

    /**
     * Makes the snapshot what is wanted and what the rules say, touching only what differs.
     *
     * @param waiting those that are to stay as they are for now, or away
     * @param otherRules whether {@code rules} are not those of the last time
     */
    void settle(Map<ProviderKey, Entry> wanted, Predicate<Entry> waiting, Configurators rules, boolean otherRules) {
        Settling settling = new Settling(rules, otherRules);
        try {
            settling.remove(wanted);
            for (Map.Entry<ProviderKey, Entry> entry : wanted.entrySet()) {
                if (waiting.test(entry.getValue())) {
                    settling.waiting++;
                } else {
                    settling.put(entry.getKey(), entry.getValue());
                }
            }
        } finally {
            settling.end();
        }
    }

    /** One change of the list. */
    private final class Settling {
        private final Configurators rules;
        private final boolean otherRules;
        private final List<ProviderInvoker> retired = new ArrayList<>();
        private boolean differs;
        private int waiting;
        private int disabled;

        Settling(Configurators rules, boolean otherRules) {
            this.rules = rules;
            this.otherRules = otherRules;
        }

        void remove(Map<ProviderKey, Entry> wanted) {
            differs = slots.entrySet().removeIf(slot -> {
                boolean gone = !wanted.containsKey(slot.getKey());
                if (gone) {
                    retired.add(slot.getValue().invoker());
                }
                return gone;
            });
        }

        void put(ProviderKey key, Entry entry) {
            Slot slot = slots.get(key);
            if (slot != null && slot.entry() == entry && !otherRules) {
                return;
            }
            try {
                put(key, entry, slot);
            } catch (Throwable broken) {
                // Whatever is wrong with it: the others must be callable, and those that are gone must go.
                reader.unusable(entry.url(), broken);
            }
        }

        private void put(ProviderKey key, Entry entry, @Nullable Slot slot) {
            Overrides overrides = rules.of(entry.url());
            if (overrides.disabled()) {
                disabled++;
                if (slot != null) {
                    slots.remove(key);
                    retired.add(slot.invoker());
                    differs = true;
                }
                return;
            }
            if (slot != null && slot.entry() == entry && slot.provider().rules().equals(overrides)) {
                return;
            }
            Provider provider = Provider.of(key, entry.url(), overrides);
            if (slot != null && slot.invoker().update(provider)) {
                slots.put(key, new Slot(entry, provider, slot.invoker()));
                differs = true;
                return;
            }
            ProviderInvoker invoker = invokers.of(provider);
            if (connecting) {
                // Before the old one is retired, so that a connection that both share stays open.
                invoker.connect();
            }
            slots.put(key, new Slot(entry, provider, invoker));
            differs = true;
            if (slot != null) {
                retired.add(slot.invoker());
            }
        }

        void end() {
            switchedOff = disabled;
            held = waiting;
            try {
                if (differs) {
                    publish();
                }
            } finally {
                // Only now: a call that reads the snapshot from here on cannot choose them.
                invokers.retire(retired);
            }
        }
    }

    /** A new list even if its members are the same: what is remembered about a list must not outlive a change of them. */
    private void publish() {
        List<EndpointInvoker> providers = new ArrayList<>(slots.size());
        for (Slot slot : slots.values()) {
            providers.add(slot.invoker());
        }
        first = slots.isEmpty() ? null : slots.firstEntry().getValue().provider();
        snapshot = Collections.unmodifiableList(providers);
    }

    /** Begins to connect to all providers, those that come later included. Idempotent. */
    void connect() {
        if (connecting) {
            return;
        }
        connecting = true;
        for (Slot slot : slots.values()) {
            try {
                slot.invoker().connect();
            } catch (Throwable broken) {
                // It stays: its calls try again, and say what is wrong.
                reader.unusable(slot.entry().url(), broken);
            }
        }
    }
}
