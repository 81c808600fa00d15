// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.config.ReferenceSettings;
import java.util.Map;

/** Puts together what a consumer, a provider and rules say about the calls of a reference. Thread-safe. */
public interface SettingsMerge {
    /** The consumer's word alone. */
    SettingsMerge NONE = new SettingsMerge() {
        @Override
        public ReferenceSettings merged(
                ReferenceSettings reference,
                Map<String, String> provider,
                Map<String, String> override,
                Map<String, String> absent) {
            return reference;
        }

        @Override
        public Map<String, String> relevant(Map<String, String> parameters) {
            return Map.of();
        }
    };

    /**
     * The settings for calls to a provider.
     *
     * @param provider its relevant parameters
     * @param override as {@link Overrides#override}
     * @param absent as {@link Overrides#absent}
     */
    ReferenceSettings merged(
            ReferenceSettings reference,
            Map<String, String> provider,
            Map<String, String> override,
            Map<String, String> absent);

    /** Those of a provider's parameters that {@link #merged} looks at. */
    Map<String, String> relevant(Map<String, String> parameters);
}
