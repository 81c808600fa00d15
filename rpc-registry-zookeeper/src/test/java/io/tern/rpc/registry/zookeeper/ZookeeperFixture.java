// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper;

import io.tern.rpc.registry.zookeeper.fixture.LocalZookeeper;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.testing.registry.Heard;
import io.tern.rpc.testing.registry.RegistryFixture;
import io.tern.rpc.testing.registry.RegistryStore;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Registries on a local server whose tree and sessions tests can look into. */
abstract class ZookeeperFixture extends RegistryFixture {
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

    final LocalZookeeper server() {
        return ((ZookeeperStore) store()).server();
    }

    static String path(DubboUrl entry) {
        return ZookeeperStore.path(entry.interfaceName(), Category.of(entry), entry.text());
    }

    final @Nullable Stat stat(DubboUrl entry) throws Exception {
        return server().stat(path(entry));
    }

    static Heard subscribed(Registry registry) throws Exception {
        Heard heard = new Heard();
        done(registry.subscribe(query(), heard).reported());
        return heard;
    }
}
