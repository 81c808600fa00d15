// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The groups that a reference calls: none, one, some, or any.
 *
 * @param names without blanks; {@code *} stands for any
 * @param origin where they are written
 */
record ServiceGroups(Set<String> names, Origin origin) {
    private static final String ANY = "*";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    static ServiceGroups of(Ranks ranks, Problems problems) {
        Set<String> names = new LinkedHashSet<>();
        String written = ranks.textOrNull("group");
        Origin origin = ranks.origins().getOrDefault("group", Origin.BUILT_IN);
        if (written != null) {
            for (String name : written.split(",", -1)) {
                if (!name.isBlank()) {
                    names.add(name.strip());
                }
            }
            if (!names.stream()
                    .allMatch(name -> name.equals(ANY) || NAME.matcher(name).matches())) {
                problems.add(ConfigErrors.malformed(
                        ConfigCode.CFG_15, origin, written, "a comma list of names of A-Z a-z 0-9 - _ ., or *"));
            }
        }
        return new ServiceGroups(names, origin);
    }

    /** As a service key has them; null if there is none. */
    @Nullable
    String text() {
        if (names.isEmpty()) {
            return null;
        }
        return names.contains(ANY) ? ANY : String.join(",", names);
    }

    boolean areSeveral() {
        return names.size() > 1 || names.contains(ANY);
    }

    /** Reports several groups where a provider is called by its address. */
    void requireOne(Problems problems) {
        if (areSeveral()) {
            problems.add(ConfigErrors.contradiction(
                    origin,
                    String.join(",", names),
                    "the attribute url: a provider is called by the group that it has; write that one"));
        }
    }
}
