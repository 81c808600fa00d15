// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.registry;

import io.tern.rpc.config.RegistrySettings;

/** Makes registries of one kind. Found by {@link java.util.ServiceLoader}, as a Spring bean or through the builder. */
public interface RegistryFactory {
    /** The scheme in {@code address="…"}, such as {@code zookeeper}; case-sensitive and unique. */
    String name();

    /**
     * Makes a registry and begins to connect it, without waiting. One registry serves all elements with equal settings.
     *
     * @throws io.tern.rpc.RpcConfigException if the settings can never work
     */
    Registry create(RegistrySettings settings, RegistryContext context);
}
