// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attachments of one context: what was set to go out, what an earlier call took and its callbacks can still read, and what
 * came in. Maps exist only if somebody uses them.
 */
final class AttachmentSlots {
    private @Nullable Map<String, Object> set;
    /** Of callbacks only: neither sent nor changed. */
    private @Nullable Map<String, Object> shown;

    private @Nullable Map<String, Object> received;

    void put(String key, @Nullable Object value) {
        requireNonNull(key, "key");
        if (value == null) {
            remove(key);
            return;
        }
        if (set == null) {
            set = new LinkedHashMap<>();
        }
        set.put(key, value);
    }

    @Nullable
    Object get(String key) {
        requireNonNull(key, "key");
        Object value = set == null ? null : set.get(key);
        if (value == null && shown != null) {
            value = shown.get(key);
        }
        return value == null && received != null ? received.get(key) : value;
    }

    void remove(String key) {
        requireNonNull(key, "key");
        if (set != null) {
            set.remove(key);
        }
        received = without(key, received);
        shown = without(key, shown);
    }

    /** Copied: such a map is shared with the call that it belongs to. */
    private static @Nullable Map<String, Object> without(String key, @Nullable Map<String, Object> shared) {
        if (shared == null || !shared.containsKey(key)) {
            return shared;
        }
        Map<String, Object> rest = new LinkedHashMap<>(shared);
        rest.remove(key);
        return rest;
    }

    void clear() {
        restore(Saved.NOTHING);
    }

    boolean areEmpty() {
        return set == null && shown == null && received == null;
    }

    @Nullable
    Map<String, Object> received() {
        return received;
    }

    void receive(@Nullable Map<String, Object> incoming) {
        received = incoming == null || incoming.isEmpty() ? null : incoming;
    }

    /** Takes what was set; null if nothing. What was received stays. */
    @Nullable
    Map<String, Object> takeSet() {
        Map<String, Object> taken = set;
        set = null;
        return taken == null || taken.isEmpty() ? null : taken;
    }

    /** Takes what was set, on top of what was received and is passed on; null if there is neither. The map is the caller's. */
    @Nullable
    Map<String, Object> takeForCall() {
        Map<String, Object> taken = takeSet();
        if (received == null) {
            return taken;
        }
        Map<String, Object> all = new HashMap<>(received);
        if (taken != null) {
            all.putAll(taken);
        }
        return all;
    }

    /**
     * All maps, to be put back with {@link #restore}. The slots write only into {@code set}; who restores more than once, or
     * goes on with the slots, takes a {@link #copy}.
     *
     * @param set goes with the next call
     * @param shown can be read and is not sent
     * @param received goes with every call
     */
    record Saved(
            @Nullable Map<String, Object> set,
            @Nullable Map<String, Object> shown,
            @Nullable Map<String, Object> received) {
        static final Saved NOTHING = new Saved(null, null, null);

        Saved copy() {
            return set == null ? this : new Saved(new LinkedHashMap<>(set), shown, received);
        }

        boolean isNothing() {
            return set == null && shown == null && received == null;
        }
    }

    Saved save() {
        return new Saved(set, shown, received);
    }

    void restore(Saved saved) {
        set = saved.set();
        shown = saved.shown();
        received = saved.received();
    }

    /** What {@link #get} sees. */
    Map<String, Object> view() {
        Map<String, Object> all = under(received, shown);
        all = under(all, set);
        return all == null ? Map.of() : all;
    }

    private static @Nullable Map<String, Object> under(
            @Nullable Map<String, Object> below, @Nullable Map<String, Object> above) {
        if (below == null || above == null) {
            return below == null ? above : below;
        }
        Map<String, Object> all = new LinkedHashMap<>(below);
        all.putAll(above);
        return all;
    }
}
