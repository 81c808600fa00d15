// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper;

import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.testing.registry.RegistryConformanceTest;
import io.tern.rpc.testing.registry.RegistryStore;

class ZookeeperConformanceTest extends RegistryConformanceTest {
    @Override
    protected RegistryFactory factory() {
        return new ZookeeperRegistryFactory();
    }

    @Override
    protected RegistryStore newStore() throws Exception {
        return ZookeeperStore.open();
    }

    @Override
    protected void assertNothingLeft() {
        ClientThreads.assertNone();
    }
}
