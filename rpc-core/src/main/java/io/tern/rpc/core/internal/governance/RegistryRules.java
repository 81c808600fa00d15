// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.spi.registry.DubboUrl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the rules of one category of a registry, each an entry of its own. Not thread-safe. */
abstract class RegistryRules<T> {
    private static final String EMPTY = "empty";
    /** Every change of a provider asks every rule. */
    private static final int MOST_ENTRIES = 1_000;

    private final ConsumerFacts consumer;
    private final boolean skipsCompatible;
    private final RuleLog log;
    private Set<String> refused = Set.of();
    private boolean tooMany;

    /** {@code skipsCompatible}: copies of rules of the config center, made for consumers before 2.7, are left to that. */
    RegistryRules(ConsumerFacts consumer, boolean skipsCompatible, RuleLog log) {
        this.consumer = consumer;
        this.skipsCompatible = skipsCompatible;
        this.log = log;
    }

    /** Understands all entries of the category. One that cannot be understood is told about once, as long as it stands there. */
    final List<T> read(List<String> entries) {
        List<T> rules = new ArrayList<>();
        Set<String> refusedNow = new HashSet<>();
        for (String entry : bounded(entries)) {
            DubboUrl url = null;
            try {
                url = DubboUrl.parse(entry);
                if (url.protocol().equals(EMPTY)) {
                    rules.clear();
                    break;
                }
                boolean left = skipsCompatible && url.parameter("compatible_config") != null;
                if (!left && concerns(url, consumer)) {
                    if (hasUser(entry)) {
                        throw new IllegalArgumentException(
                                "it names a user before the host, which Tern does not compare");
                    }
                    add(url, rules);
                }
            } catch (IllegalArgumentException e) {
                boolean kept = url != null && keepEarlier(url, rules);
                refusedNow.add(entry);
                if (!refused.contains(entry)) {
                    log.refused(url == null ? "in the registry" : url.toString(), String.valueOf(e.getMessage()), kept);
                }
            }
        }
        refused = refusedNow;
        return finish(rules);
    }

    private List<String> bounded(List<String> entries) {
        boolean told = tooMany;
        tooMany = entries.size() > MOST_ENTRIES;
        if (!tooMany) {
            return entries;
        }
        if (!told) {
            log.refused(
                    "in the registry, and each further one",
                    "there are " + entries.size() + " in its category (expected: at most " + MOST_ENTRIES + ")",
                    false);
        }
        return entries.subList(0, MOST_ENTRIES);
    }

    /** {@code override://application@host}: a condition that would get lost, so that the rule would reach more than was meant. */
    private static boolean hasUser(String entry) {
        int start = entry.indexOf("://") + 3;
        int at = entry.indexOf('@', start);
        int slash = entry.indexOf('/', start);
        int query = entry.indexOf('?', start);
        return at >= 0 && (slash < 0 || at < slash) && (query < 0 || at < query);
    }

    /** Whether an entry is for this consumer and switched on. */
    boolean concerns(DubboUrl entry, ConsumerFacts consumer) {
        return consumer.concerns(entry);
    }

    /**
     * Adds what one entry says.
     *
     * @throws IllegalArgumentException if it is not understood completely
     */
    abstract void add(DubboUrl entry, List<T> rules);

    /** Adds what the entry said when it was last understood, if that is known. */
    boolean keepEarlier(DubboUrl entry, List<T> rules) {
        return false;
    }

    /** Called with all that was understood. */
    List<T> finish(List<T> rules) {
        return List.copyOf(rules);
    }
}
