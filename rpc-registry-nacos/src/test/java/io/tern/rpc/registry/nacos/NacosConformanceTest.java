// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.testing.registry.RegistryConformanceTest;
import io.tern.rpc.testing.registry.RegistryStore;
import java.io.IOException;

/** The conformance suite with the real client and a server that answers as Nacos does. */
class NacosConformanceTest extends RegistryConformanceTest {
    @Override
    protected RegistryFactory factory() {
        return new NacosRegistryFactory();
    }

    @Override
    protected RegistryStore newStore() throws IOException {
        return new NacosStore(new NacosServer(NacosServer.freePort()));
    }

    /** It looks for entries that somebody deleted ten times as often. */
    @Override
    protected Ticker ticker() {
        return () -> 10 * Ticker.SYSTEM.nanos();
    }
}
