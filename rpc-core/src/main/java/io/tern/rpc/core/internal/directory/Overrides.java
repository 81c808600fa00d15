// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import java.util.Map;

/**
 * What rules say about one provider.
 *
 * @param override parameters that win over what anybody wrote
 * @param absent parameters where nobody wrote any
 * @param disabled it gets no calls
 */
public record Overrides(Map<String, String> override, Map<String, String> absent, boolean disabled) {
    /** No rule is about it. */
    public static final Overrides NONE = new Overrides(Map.of(), Map.of(), false);

    public Overrides {
        override = Map.copyOf(override);
        absent = Map.copyOf(absent);
    }

    /** Whether nothing is changed. */
    boolean isEmpty() {
        return override.isEmpty() && absent.isEmpty() && !disabled;
    }
}
