// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.registry;

import java.util.List;

/** Hears what a registry knows of a service. Called on a thread of the registry, which must not be blocked. */
@FunctionalInterface
public interface RegistryListener {
    /**
     * The entries of one category, all of them, as they stand there now.
     *
     * @param entries each Dubbo's text of a URL, decoded but otherwise unchecked: whoever may write to the registry wrote it
     */
    void changed(Category category, List<String> entries);
}
