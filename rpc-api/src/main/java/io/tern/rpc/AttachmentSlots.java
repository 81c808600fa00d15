// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attachments of one context: what was set to go out, and what came in. Maps exist only if somebody uses them. */
final class AttachmentSlots {
    private @Nullable Map<String, Object> set;
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
        return value == null && received != null ? received.get(key) : value;
    }

    void remove(String key) {
        requireNonNull(key, "key");
        if (set != null) {
            set.remove(key);
        }
        if (received != null && received.containsKey(key)) {
            // Copied: the received map is shared with the call that brought it.
            received = new LinkedHashMap<>(received);
            received.remove(key);
        }
    }

    void clear() {
        set = null;
        received = null;
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

    /** Both maps, to be put back with {@link #restore}. */
    record Saved(
            @Nullable Map<String, Object> set, @Nullable Map<String, Object> received) {}

    Saved save() {
        return new Saved(set, received);
    }

    void restore(Saved saved) {
        set = saved.set();
        received = saved.received();
    }

    Map<String, Object> view() {
        if (set == null) {
            return received == null ? Map.of() : received;
        }
        if (received == null) {
            return set;
        }
        Map<String, Object> all = new LinkedHashMap<>(received);
        all.putAll(set);
        return all;
    }
}
