// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import static org.awaitility.Awaitility.await;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.testing.registry.RegistryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A server that answers as Nacos does, as a store of the suite. */
record NacosStore(NacosServer server) implements RegistryStore {
    @Override
    public List<String> addresses() {
        return List.of(server.address());
    }

    @Override
    public void stop() throws InterruptedException {
        server.stop();
    }

    // Ephemeral instances end with their connections, so that there is nothing to keep. A server is not back at once;
    // the
    // client tells nobody of a shorter interruption, and that sessions alone end cannot be played with it.
    @Override
    public void start(boolean keep) throws IOException {
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        server.start();
    }

    @Override
    public void delete(String interfaceName, Category category, String entry) {
        server.state()
                .forget(
                        "DEFAULT_GROUP",
                        NacosServiceName.of(DubboUrl.parse(entry)).text());
    }

    @Override
    public void text(String group, String key, String text) {
        server.state().text(group, key, text);
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
    }
}
