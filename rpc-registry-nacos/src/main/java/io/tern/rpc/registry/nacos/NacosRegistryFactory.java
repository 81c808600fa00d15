// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;

/** Makes {@code nacos://host:8848} registries. */
public final class NacosRegistryFactory implements RegistryFactory {
    @Override
    public String name() {
        return "nacos";
    }

    @Override
    public Registry create(RegistrySettings settings, RegistryContext context) {
        NacosRegistry registry = new NacosRegistry(settings, context);
        registry.start();
        return registry;
    }
}
