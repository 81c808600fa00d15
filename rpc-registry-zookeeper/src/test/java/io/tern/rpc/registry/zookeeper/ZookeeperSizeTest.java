// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.registry.zookeeper.fixture.LocalZookeeper;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.testing.registry.Heard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many services, many providers. */
class ZookeeperSizeTest extends ZookeeperFixture {
    private static final int SERVICES = 1_000;
    private static final int PROVIDERS = 10_000;

    @Test
    void aThousandServicesArePublishedAndFoundInSeconds() throws Exception {
        Registry registry = openConnected();
        long start = System.nanoTime();
        List<CompletableFuture<@Nullable Void>> done = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            String service = "demo.Service" + i;
            done.add(registry.register(
                    new DubboUrl("dubbo", "192.0.2.1", 20880, service, Map.of("interface", service))));
        }
        done(CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)));
        Duration published = Duration.ofNanos(System.nanoTime() - start);
        done.clear();
        start = System.nanoTime();
        Heard heard = new Heard();
        for (int i = 0; i < SERVICES; i++) {
            ServiceQuery query = new ServiceQuery(
                    "demo.Service" + i,
                    null,
                    null,
                    EnumSet.of(Category.PROVIDERS, Category.CONFIGURATORS, Category.ROUTERS));
            done.add(registry.subscribe(query, heard).reported());
        }
        done(CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)));
        Duration found = Duration.ofNanos(System.nanoTime() - start);
        assertThat(heard.reports()).hasSize(3 * SERVICES);
        assertThat(published).as("time to publish").isLessThan(Duration.ofSeconds(10));
        assertThat(found).as("time to find").isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aListOfTenThousandProvidersIsReadAlthoughItHasMegabytes() throws Exception {
        publish(server(), PROVIDERS);
        Registry registry = openConnected();
        Heard heard = subscribed(registry);
        heard.await(Category.PROVIDERS, entries -> entries.size() == PROVIDERS);
        done(registry.register(provider(20880)));
        heard.await(Category.PROVIDERS, entries -> entries.size() == PROVIDERS + 1);
    }

    @Test
    void oneChangeAmongTenThousandIsOneRequestAndOneReport() throws Exception {
        publish(server(), PROVIDERS);
        Heard heard = subscribed(openConnected());
        heard.await(Category.PROVIDERS, entries -> entries.size() == PROVIDERS);
        heard.forget();
        try (ZooKeeper peer = server().connect()) {
            long requests = server().requests();
            long start = System.nanoTime();
            peer.create(path(provider(20880)), new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            heard.await(Category.PROVIDERS, entries -> entries.size() == PROVIDERS + 1);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            assertThat(taken).isLessThan(Duration.ofSeconds(5));
            // The peer's, the one that it causes, and what both clients send every other second to stay connected.
            assertThat(server().requests() - requests).isBetween(2L, 4 + 2 * taken.toSeconds());
            assertThat(heard.reports()).hasSize(1);
        }
    }

    /** Of the size that Dubbo's entries have. */
    private static void publish(LocalZookeeper server, int count) throws Exception {
        server.put("/dubbo/demo.Echo/providers", "");
        String methods = "method,".repeat(50);
        try (ZooKeeper client = server.connect()) {
            CountDownLatch created = new CountDownLatch(count);
            for (int i = 1; i <= count; i++) {
                client.create(
                        path(provider(i, Map.of("methods", methods))),
                        new byte[0],
                        Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT,
                        (rc, path, context, name) -> created.countDown(),
                        null);
            }
            assertThat(created.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
