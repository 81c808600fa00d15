// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;

/**
 * Makes {@code dns://demo.shop.svc.cluster.local:20880} registries. The name must be complete, since search domains are not
 * tried; the parameter {@code tern.dns.server} is the {@code address:port} of the server to ask, else the system's are.
 */
public final class DnsRegistryFactory implements RegistryFactory {
    @Override
    public String name() {
        return "dns";
    }

    @Override
    public Registry create(RegistrySettings settings, RegistryContext context) {
        DnsSettings names = DnsSettings.of(settings);
        DnsRegistry registry = new DnsRegistry(names, new DnsQueries(names, context.application()));
        registry.start();
        return registry;
    }
}
