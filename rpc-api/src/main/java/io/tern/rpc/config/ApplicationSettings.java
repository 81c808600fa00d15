// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import java.util.Map;

/**
 * The process as a whole.
 *
 * @param name the application's name, part of thread names and sent to providers
 * @param shutdownWaitMillis time for a graceful stop, all steps together; 0 or more
 * @param registerConsumers whether references are written into the registries too
 * @param parameters {@code dubbo:parameter} entries; never null
 * @param origins by attribute name, where each value was written; never null
 */
public record ApplicationSettings(
        String name,
        int shutdownWaitMillis,
        boolean registerConsumers,
        Map<String, String> parameters,
        Map<String, Origin> origins) {
    public ApplicationSettings {
        parameters = Map.copyOf(parameters);
        origins = Map.copyOf(origins);
    }
}
