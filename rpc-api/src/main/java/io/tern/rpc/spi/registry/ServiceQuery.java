// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.registry;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer looks for. A registry may report more than matches, never less: the engine compares group and version.
 *
 * @param interfaceName the fully qualified name
 * @param group exactly this one, a comma list of which one matches, or {@code *}; null: none
 * @param version exactly this one, or {@code *}; null: none
 * @param categories what is of interest
 */
public record ServiceQuery(
        String interfaceName,
        @Nullable String group,
        @Nullable String version,
        Set<Category> categories) {
    public ServiceQuery {
        requireNonNull(interfaceName, "interfaceName");
        categories = Set.copyOf(categories);
    }
}
