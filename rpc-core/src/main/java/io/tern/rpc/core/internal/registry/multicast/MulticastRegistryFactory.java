// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;

/** Makes {@code multicast://224.5.6.7:1234} registries. */
public final class MulticastRegistryFactory implements RegistryFactory {
    @Override
    public String name() {
        return "multicast";
    }

    @Override
    public Registry create(RegistrySettings settings, RegistryContext context) {
        MulticastRegistry registry = new MulticastRegistry(MulticastSettings.of(settings), context);
        registry.start();
        return registry;
    }
}
