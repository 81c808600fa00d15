// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tern.rpc.registry.zookeeper.fixture.LocalZookeeper;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.testing.registry.RegistryStore;
import java.net.URLEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A local server in the role of the store behind the conformance tests. */
record ZookeeperStore(LocalZookeeper server) implements RegistryStore {
    static ZookeeperStore open() throws Exception {
        return new ZookeeperStore(LocalZookeeper.open());
    }

    /** The node of an entry in the default tree. */
    static String path(String interfaceName, Category category, String entry) {
        return "/dubbo/" + interfaceName + "/" + category.text() + "/" + URLEncoder.encode(entry, UTF_8);
    }

    @Override
    public List<String> addresses() {
        return List.of(server.address());
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }

    @Override
    public void start(boolean keep) throws Exception {
        if (!keep) {
            server.wipe();
        }
        server.start();
    }

    @Override
    public void cutSessions() {
        server.expireAll();
    }

    @Override
    public void delete(String interfaceName, Category category, String entry) throws Exception {
        server.delete(path(interfaceName, category, entry));
    }

    @Override
    public void text(String group, String key, @Nullable String text) throws Exception {
        String path = "/dubbo/config/" + group + "/" + key;
        if (text == null) {
            server.delete(path);
        } else {
            server.put(path, text);
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
