// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.core.internal.directory.Entry.Reason;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a registry says about a service, as read so far. Not thread-safe, but for {@link #summary}.
 *
 * <p>Each text is read once, as long as it stands there: when one of ten thousand changes, one is parsed.
 */
final class ProviderList {
    private final EntryReader reader;
    private Map<String, Entry> entries = Map.of();
    private volatile String summary = "no entry";

    ProviderList(EntryReader reader) {
        this.reader = reader;
    }

    /** Reads a new list; returns the providers in it, one entry of each. */
    Map<ProviderKey, Entry> read(Collection<String> texts) {
        Map<String, Entry> now = new HashMap<>(texts.size() * 2);
        Map<ProviderKey, Entry> providers = new HashMap<>(texts.size() * 2);
        for (String text : texts) {
            Entry known = entries.get(text);
            Entry entry = known == null ? reader.read(text) : known;
            now.put(text, entry);
            if (entry.reason() == null) {
                providers.merge(
                        entry.key(), entry, (one, other) -> one == other || one.supersedes(other) ? one : other);
            }
        }
        entries = now;
        summary = summary(now.values());
        return providers;
    }

    /** How many entries there are, and what keeps them from being used. */
    String summary() {
        return summary;
    }

    private static String summary(Collection<Entry> entries) {
        Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
        for (Entry entry : entries) {
            if (entry.reason() != null) {
                counts.merge(entry.reason(), 1, Integer::sum);
            }
        }
        if (entries.isEmpty()) {
            return "no entry";
        }
        StringJoiner reasons = new StringJoiner(", ", ": ", "").setEmptyValue("");
        counts.forEach((reason, count) -> reasons.add(count + " " + reason.words()));
        return (entries.size() == 1 ? "1 entry" : entries.size() + " entries") + reasons;
    }

    /** Drops what goes beyond a limit. */
    static List<String> limited(List<String> texts, int limit) {
        return texts.size() <= limit ? texts : texts.subList(0, limit);
    }
}
