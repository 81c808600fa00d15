// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.spi.Ticker;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The rules that are kept under the names of provider applications. An application that has no provider any more, as
 * between the last one's stop and the next one's start, keeps its rules for a while: when it returns they must be in force
 * with its first provider, and not when the config center has answered. Not thread-safe.
 */
final class ProviderApplications {
    private static final int MOST = 100;
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Function<String, Rules> maker;
    private final RuleLog log;
    private final Ticker ticker;
    private final Map<String, Rules> rules = new LinkedHashMap<>();
    /** When those that are gone were there last, the one that was so longest ago first. */
    private final Map<String, Long> gone = new LinkedHashMap<>();

    private boolean tooMany;

    /** {@code maker} makes the rules of an application, which are not watched yet. */
    ProviderApplications(Function<String, Rules> maker, RuleLog log, Ticker ticker) {
        this.maker = maker;
        this.log = log;
        this.ticker = ticker;
    }

    /** The rules of one application. */
    record Rules(RuleWatch<List<RouteStep>> conditions, RuleWatch<Optional<TagRule>> tags) {
        private List<RuleWatch<?>> watches() {
            return List.of(conditions, tags);
        }
    }

    /**
     * The applications that have providers now.
     *
     * @param started takes the watches that are to begin
     * @param ended takes those that are to end
     */
    void change(Set<String> applications, Collection<RuleWatch<?>> started, Collection<RuleWatch<?>> ended) {
        long now = ticker.nanos();
        for (String application : rules.keySet()) {
            if (!applications.contains(application)) {
                gone.putIfAbsent(application, now);
            }
        }
        gone.keySet().removeAll(applications);
        List<String> over = gone.entrySet().stream()
                .filter(entry -> now - entry.getValue() >= KEPT_NANOS)
                .map(Map.Entry::getKey)
                .toList();
        over.forEach(application -> end(application, ended));
        for (String application : applications) {
            if (!rules.containsKey(application) && makeRoom(ended)) {
                Rules made = maker.apply(application);
                rules.put(application, made);
                started.addAll(made.watches());
            }
        }
        tellIfTooMany(applications.size());
    }

    /** False if all places are taken by applications that are there. */
    private boolean makeRoom(Collection<RuleWatch<?>> ended) {
        if (rules.size() < MOST) {
            return true;
        }
        if (gone.isEmpty()) {
            return false;
        }
        end(gone.keySet().iterator().next(), ended);
        return true;
    }

    private void end(String application, Collection<RuleWatch<?>> ended) {
        gone.remove(application);
        Rules removed = rules.remove(application);
        if (removed != null) {
            ended.addAll(removed.watches());
        }
    }

    private void tellIfTooMany(int applications) {
        boolean told = tooMany;
        tooMany = applications > MOST;
        if (tooMany && !told) {
            log.refused(
                    "of further provider applications",
                    "there are " + applications + " of them (expected: at most " + MOST + ")",
                    false);
        }
    }

    /** By application; those of applications that are gone too, which concern nobody. */
    Map<String, Rules> rules() {
        return rules;
    }

    /** Forgets all. */
    void clear(Collection<RuleWatch<?>> ended) {
        rules.values().forEach(each -> ended.addAll(each.watches()));
        rules.clear();
        gone.clear();
    }
}
