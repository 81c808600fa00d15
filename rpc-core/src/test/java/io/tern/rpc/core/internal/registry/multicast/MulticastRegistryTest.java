// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.HeardEntries;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registries and a hand-written peer in one group on the loopback interface. */
class MulticastRegistryTest {
    private static final String SERVICE = "dubbo://127.0.0.1:20880/demo.A?interface=demo.A";
    private static final ServiceQuery QUERY =
            new ServiceQuery("demo.A", null, null, Set.of(Category.PROVIDERS, Category.CONFIGURATORS));

    private final FakeTicker ticker = new FakeTicker();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final RegistryContext context = new RegistryContext("test", ticker, scheduler, new RpcObserver() {});
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final HeardEntries heard = new HeardEntries();
    private GroupPeer peer;
    private InetSocketAddress group;

    @BeforeEach
    void joinGroup() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            group = new InetSocketAddress(InetAddress.getByName("224.5.6.7"), free.getLocalPort());
        }
        try {
            peer = new GroupPeer(settings(60_000));
        } catch (IOException | UnsupportedOperationException e) {
            Assumptions.abort("no multicast on the loopback interface: " + e);
        }
        Assumptions.assumeTrue(peer.hearsItself(), "the loopback interface carries no multicast");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        if (peer != null) {
            peer.close();
        }
        scheduler.shutdownNow();
    }

    @Test
    void anEmptyServiceIsReportedAfterItWasAskedFor() throws Exception {
        Subscription subscription = registry(60_000).subscribe(QUERY, heard);
        peer.awaitStart("subscribe consumer://0.0.0.0/demo.A?");
        subscription.reported().get(10, TimeUnit.SECONDS);
        assertThat(heard.log()).containsExactlyInAnyOrder("PROVIDERS 0", "CONFIGURATORS 0");
    }

    @Test
    void anErrorOfAListenerDoesNotEndTheRegistry() throws Exception {
        MulticastRegistry registry = registry(60_000);
        registry.subscribe(QUERY, (category, entries) -> {
            throw new NoClassDefFoundError("com/acme/Gone");
        });
        await().until(registry::isConnected);
        ServiceQuery other = new ServiceQuery("demo.B", null, null, Set.of(Category.PROVIDERS));
        registry.subscribe(other, heard).reported().get(5, TimeUnit.SECONDS);
        assertThat(heard.log()).containsExactly("PROVIDERS 0");
    }

    @Test
    void whatAPeerSaysIsReportedAndWhatItAsksIsAnswered() throws Exception {
        MulticastRegistry registry = registry(60_000);
        registry.register(DubboUrl.parse(SERVICE)).get(10, TimeUnit.SECONDS);
        peer.awaitStart("register " + SERVICE);
        peer.say("subscribe consumer://127.0.0.1/demo.A?interface=demo.A");
        peer.awaitStart("register " + SERVICE);

        registry.subscribe(QUERY, heard).reported().get(10, TimeUnit.SECONDS);
        peer.say("register override://0.0.0.0/demo.A?category=configurators&timeout=1");
        await().until(() -> heard.of(Category.CONFIGURATORS).size() == 1);
        peer.say("register dubbo://127.0.0.1:1/demo.B?interface=demo.B");
        peer.say("unregister override://0.0.0.0/demo.A?category=configurators&timeout=1");
        await().until(() -> heard.of(Category.CONFIGURATORS).isEmpty());
        assertThat(heard.of(Category.PROVIDERS)).containsExactly(SERVICE);
    }

    @Test
    void aProviderThatWasStartedAgainReplacesItsOldEntry() throws Exception {
        registry(60_000).subscribe(QUERY, heard).reported().get(10, TimeUnit.SECONDS);
        peer.say("register " + SERVICE + "&timestamp=1");
        await().until(() -> List.of(SERVICE + "&timestamp=1").equals(heard.of(Category.PROVIDERS)));
        peer.say("register " + SERVICE + "&timestamp=2");
        await().until(() -> List.of(SERVICE + "&timestamp=2").equals(heard.of(Category.PROVIDERS)));
        peer.say("unregister " + SERVICE + "&timestamp=1");
        peer.say("register " + SERVICE.replace("20880", "2") + "&timestamp=1");
        await().until(() -> heard.of(Category.PROVIDERS).size() == 2);
    }

    @Test
    void anEntryThatSomebodyElseTakesBackIsToldAgain() throws Exception {
        MulticastRegistry registry = registry(400);
        registry.register(DubboUrl.parse(SERVICE)).get(10, TimeUnit.SECONDS);
        peer.awaitStart("register " + SERVICE);
        peer.say("unregister " + SERVICE);
        peer.awaitStart("unregister " + SERVICE);
        peer.awaitStart("register " + SERVICE);
    }

    @Test
    void entriesAreToldOncePerSessionAndServicesAskedFor() throws Exception {
        MulticastRegistry registry = registry(400);
        registry.register(DubboUrl.parse(SERVICE)).get(10, TimeUnit.SECONDS);
        registry.subscribe(QUERY, heard).reported().get(10, TimeUnit.SECONDS);
        peer.drain();
        ticker.advanceMillis(400);
        peer.awaitStart("register " + SERVICE);
        // Its own announcement is a sign of life, so that there is nothing to ask any more.
        assertThat(heard.of(Category.PROVIDERS)).containsExactly(SERVICE);
    }

    @Test
    void aSilentProviderIsKeptWhileItAcceptsConnections() throws Exception {
        registry(400).subscribe(QUERY, heard).reported().get(10, TimeUnit.SECONDS);
        String entry;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            server.setSoTimeout(5_000);
            entry = SERVICE.replace("20880", String.valueOf(server.getLocalPort()));
            peer.say("register " + entry);
            await().until(() -> List.of(entry).equals(heard.of(Category.PROVIDERS)));
            ticker.advanceMillis(400);
            server.accept().close();
            peer.awaitStart("subscribe ");
            assertThat(heard.of(Category.PROVIDERS)).containsExactly(entry);
        }
        await().during(Duration.ofMillis(300))
                .until(() -> List.of(entry).equals(heard.of(Category.PROVIDERS))); // time stands still
        ticker.advanceMillis(400);
        await().until(() -> List.of().equals(heard.of(Category.PROVIDERS)));
    }

    @Test
    void garbageIsIgnoredWithOneLine() throws Exception {
        MulticastRegistry registry = registry(60_000);
        registry.subscribe(QUERY, heard).reported().get(10, TimeUnit.SECONDS);
        try (LogCapture logs = new LogCapture(MulticastRegistry.class)) {
            for (int i = 0; i < 50; i++) {
                peer.say("token=secret\u001b[2J " + i);
            }
            peer.say("register dubbo://not a host/demo.A");
            peer.say("register " + SERVICE);
            await().until(() -> List.of(SERVICE).equals(heard.of(Category.PROVIDERS)));
            assertThat(logs.lines())
                    .singleElement()
                    .asString()
                    .contains("is ignored")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aGroupThatCannotBeJoinedIsARegistryThatIsDown() throws Exception {
        try (LogCapture logs = new LogCapture(GroupLoop.class)) {
            MulticastSettings wrong = new MulticastSettings(group, "no-such-interface", false, true, 60_000, 1_000);
            MulticastRegistry registry = start(new MulticastRegistry(wrong, context));
            Subscription subscription = registry.subscribe(QUERY, heard);
            CompletableFuture<?> told = registry.register(DubboUrl.parse(SERVICE));
            assertThat(told).isNotDone();
            await().until(() -> !logs.lines().isEmpty());
            assertThat(registry.isConnected()).isFalse();
            assertThat(registry.connected()).isNotDone();
            assertThat(subscription.reported()).isNotDone();
            assertThat(logs.lines()).singleElement().asString().contains("no-such-interface");

            registry.close();
            await().until(told::isCompletedExceptionally);
            assertThat(registry.register(DubboUrl.parse(SERVICE))).isCompletedExceptionally();
            assertThat(registry.unregister(DubboUrl.parse(SERVICE))).isCompleted();
        }
    }

    @Test
    void theFactoryTakesOneMulticastAddress() {
        assertThat(MulticastSettings.of(registrySettings(List.of("224.5.6.7")))
                        .group()
                        .getPort())
                .isEqualTo(1234);
        assertThat(MulticastSettings.of(registrySettings(List.of("[ff02::1]:99")))
                        .group()
                        .getPort())
                .isEqualTo(99);
        for (List<String> wrong : List.of(
                List.of("224.5.6.7:1", "224.5.6.8:1"),
                List.of("10.0.0.1:1234"),
                List.of("localhost:1234"),
                List.of("224.5.6.7:123456"),
                List.of("224.5.6.7:x"))) {
            assertThatThrownBy(() -> MulticastSettings.of(registrySettings(wrong)))
                    .isInstanceOf(RpcConfigException.class);
        }
    }

    private MulticastRegistry registry(int sessionMillis) throws Exception {
        MulticastRegistry registry = start(new MulticastRegistry(settings(sessionMillis), context));
        registry.connected().get(10, TimeUnit.SECONDS);
        return registry;
    }

    private MulticastRegistry start(MulticastRegistry registry) {
        registry.start();
        opened.add(registry);
        return registry;
    }

    private MulticastSettings settings(int sessionMillis) {
        return new MulticastSettings(group, "127.0.0.1", false, true, sessionMillis, 1_000);
    }

    private static RegistrySettings registrySettings(List<String> addresses) {
        return new RegistrySettings(
                "r",
                "multicast",
                addresses,
                null,
                null,
                null,
                1_000,
                60_000,
                null,
                true,
                true,
                true,
                true,
                true,
                Set.of(),
                false,
                Set.of(),
                null,
                null,
                false,
                false,
                null,
                null,
                Map.of(),
                Map.of());
    }
}
