// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.Optional;

/** What this release does with an attribute or with one of its values. {@link #OFF}, {@link #UNSET} and {@link #SUSPICIOUS} occur for values only. */
public enum Treatment {
    /** It works. */
    EFFECTIVE("effective"),
    /** Without effect here, but written into registry entries for others to read. Reported by {@link ConfigCode#CFG_W1}. */
    PUBLISHED("published"),
    /** Without effect, for good. Reported by {@link ConfigCode#CFG_W1}. */
    IGNORED("ignored"),
    /** An error, because ignoring it would change results: {@link ConfigCode#CFG_16}. */
    REFUSED("refused"),
    /** {@link ConfigCode#CFG_16} as soon as a service or reference uses the element; until then {@link ConfigCode#CFG_W2}. */
    REFUSED_WHEN_USED("refused-when-used"),
    /** The value switches the feature off. */
    OFF("off"),
    /** The value means the same as no value at all. */
    UNSET("unset"),
    /** Legal, but hardly intended. Reported by {@link ConfigCode#CFG_W2}. */
    SUSPICIOUS("suspicious");

    private final String word;

    Treatment(String word) {
        this.word = word;
    }

    /** The word for it in the tables and in the documentation. */
    public String word() {
        return word;
    }

    static Optional<Treatment> named(String word) {
        for (Treatment each : values()) {
            if (each.word.equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
