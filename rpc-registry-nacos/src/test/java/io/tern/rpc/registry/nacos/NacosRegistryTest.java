// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alibaba.nacos.api.PropertyKeyConst;
import com.alibaba.nacos.api.naming.pojo.Instance;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real Nacos client against a server that answers as Nacos does. */
class NacosRegistryTest {
    private static final String GROUP = "DEFAULT_GROUP";
    private static final String NAME = "providers:demo.A:1.0.0:";
    private static final String ENTRY = "dubbo://10.0.0.1:20880/demo.A?application=p&interface=demo.A&version=1.0.0";
    private static final ServiceQuery QUERY = query(null, "1.0.0");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final RegistryContext context = new RegistryContext("test", Ticker.SYSTEM, scheduler, new RpcObserver() {});
    private final List<Registry> registries = new ArrayList<>();
    private final HeardEntries heard = new HeardEntries();
    private NacosServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new NacosServer(NacosServer.freePort());
    }

    @AfterEach
    void close() throws Exception {
        registries.forEach(Registry::close);
        server.close();
        scheduler.shutdownNow();
    }

    @Test
    void aProviderIsStoredAsDubboStoresIt() throws Exception {
        Registry registry = registry();
        registry.register(DubboUrl.parse(ENTRY)).get(20, TimeUnit.SECONDS);

        assertThat(server.state().instances(GROUP, NAME)).singleElement().satisfies(instance -> {
            assertThat(instance.getIp()).isEqualTo("10.0.0.1");
            assertThat(instance.getPort()).isEqualTo(20880);
            assertThat(instance.isEphemeral()).isTrue();
            assertThat(instance.getMetadata())
                    .containsEntry("category", "providers")
                    .containsEntry("protocol", "dubbo")
                    .containsEntry("path", "demo.A")
                    .containsEntry("interface", "demo.A")
                    .containsEntry("application", "p")
                    .containsEntry("version", "1.0.0");
        });
        assertThat(registry.isConnected()).isTrue();
        registry.connected().get(1, TimeUnit.SECONDS);

        registry.unregister(DubboUrl.parse(ENTRY)).get(20, TimeUnit.SECONDS);
        assertThat(server.state().instances(GROUP, NAME)).isEmpty();
    }

    @Test
    void aServiceOnTwoPortsIsStoredAsAWhole() throws Exception {
        Registry registry = registry();
        DubboUrl second = DubboUrl.parse(ENTRY.replace("20880", "20881"));
        registry.register(DubboUrl.parse(ENTRY)).get(20, TimeUnit.SECONDS);
        registry.register(second).get(20, TimeUnit.SECONDS);
        assertThat(ports()).containsExactlyInAnyOrder(20880, 20881);
        registry.unregister(DubboUrl.parse(ENTRY)).get(20, TimeUnit.SECONDS);
        assertThat(ports()).containsExactly(20881);
        registry.unregister(second).get(20, TimeUnit.SECONDS);
        assertThat(ports()).isEmpty();
    }

    @Test
    void anEmptyServiceIsReportedAndItsChangesAre() throws Exception {
        Registry consumer = registry();
        Registry provider = registry();
        consumer.subscribe(QUERY, heard).reported().get(20, TimeUnit.SECONDS);
        assertThat(heard.log()).containsExactlyInAnyOrder("PROVIDERS 0", "CONFIGURATORS 0");

        provider.register(DubboUrl.parse(ENTRY));
        await().atMost(LONG).until(() -> heard.of(Category.PROVIDERS).size() == 1);
        DubboUrl found = DubboUrl.parse(heard.of(Category.PROVIDERS).get(0));
        assertThat(found.address()).isEqualTo("10.0.0.1:20880");
        assertThat(found.interfaceName()).isEqualTo("demo.A");
        assertThat(found.parameter("application")).isEqualTo("p");

        provider.close();
        await().atMost(LONG).until(() -> heard.of(Category.PROVIDERS).isEmpty());
        assertThat(server.refused()).isEmpty();
    }

    @Test
    void bothFormsOfTheNameAreReadAndOnlyWhatCanBeCalled() throws Exception {
        Instance old = NacosEntries.instance(DubboUrl.parse(ENTRY.replace("10.0.0.1", "10.0.0.2")), true);
        Instance sick = NacosEntries.instance(DubboUrl.parse(ENTRY.replace("10.0.0.1", "10.0.0.3")), true);
        sick.setHealthy(false);
        Instance off = NacosEntries.instance(DubboUrl.parse(ENTRY.replace("10.0.0.1", "10.0.0.4")), true);
        off.setEnabled(false);
        Instance foreign = new Instance();
        foreign.setIp("10.0.0.5");
        foreign.setPort(80);
        server.state().peer(GROUP, "providers:demo.A:1.0.0", old);
        server.state().peer(GROUP, NAME, NacosEntries.instance(DubboUrl.parse(ENTRY), true), sick, off, foreign);

        registry().subscribe(QUERY, heard).reported().get(20, TimeUnit.SECONDS);
        assertThat(hosts()).containsExactly("10.0.0.1", "10.0.0.2");

        server.state().peer(GROUP, "providers:demo.A:1.0.0");
        await().atMost(LONG).until(() -> hosts().equals(List.of("10.0.0.1")));
    }

    @Test
    void aWildcardFindsAllVersionsAndGroups() throws Exception {
        server.state().peer(GROUP, "providers:demo.A:2:g", NacosEntries.instance(DubboUrl.parse(ENTRY), true));
        server.state().peer(GROUP, "providers:demo.B::", NacosEntries.instance(DubboUrl.parse(ENTRY), true));
        registry().subscribe(query("*", "*"), heard).reported().get(20, TimeUnit.SECONDS);
        assertThat(hosts()).containsExactly("10.0.0.1");
    }

    @Test
    void everythingIsBackAfterTheServerWasStartedAgain() throws Exception {
        Registry registry = registry();
        registry.register(DubboUrl.parse(ENTRY)).get(20, TimeUnit.SECONDS);
        registry.subscribe(QUERY, heard).reported().get(20, TimeUnit.SECONDS);
        server.stop();
        await().atMost(LONG).until(() -> !registry.isConnected());
        assertThat(server.state().instances(GROUP, NAME)).isEmpty();
        server.start();
        await().atMost(LONG).until(() -> ports().equals(List.of(20880)));
        await().atMost(LONG).until(registry::isConnected);
        server.state()
                .peer(
                        GROUP,
                        "providers:demo.A:1.0.0",
                        NacosEntries.instance(DubboUrl.parse(ENTRY.replace("10.0.0.1", "10.0.0.2")), true));
        await().atMost(LONG).until(() -> hosts().equals(List.of("10.0.0.1", "10.0.0.2")));
    }

    @Test
    void anUnreachableServerBlocksNobodyAndIsNoEmptyList() throws Exception {
        server.stop();
        Registry registry = registry();
        CompletableFuture<?> stored = registry.register(DubboUrl.parse(ENTRY));
        Subscription subscription = registry.subscribe(QUERY, heard);
        assertThat(registry.isConnected()).isFalse();
        assertThat(registry.connected()).isNotDone();
        assertThat(heard.log()).isEmpty();

        server.start();
        stored.get(40, TimeUnit.SECONDS);
        subscription.reported().get(40, TimeUnit.SECONDS);
        await().atMost(LONG).until(() -> hosts().equals(List.of("10.0.0.1")));
    }

    @Test
    void whatTheServerRefusesIsTriedAgain() throws Exception {
        Registry registry = registry();
        registry.connected().get(20, TimeUnit.SECONDS);
        server.failing = true;
        CompletableFuture<?> stored = registry.register(DubboUrl.parse(ENTRY));
        await().during(Duration.ofMillis(500)).until(() -> !stored.isDone());
        server.failing = false;
        stored.get(20, TimeUnit.SECONDS);
        assertThat(ports()).containsExactly(20880);
    }

    @Test
    void aClosedSubscriptionIsTakenBack() throws Exception {
        Registry registry = registry();
        Subscription subscription = registry.subscribe(QUERY, heard);
        subscription.reported().get(20, TimeUnit.SECONDS);
        assertThat(server.state().subscribers(GROUP, NAME)).isEqualTo(1);
        subscription.close();
        server.state().peer(GROUP, NAME, NacosEntries.instance(DubboUrl.parse(ENTRY), true));
        await().atMost(LONG).until(() -> server.state().subscribers(GROUP, NAME) == 0);
        assertThat(heard.of(Category.PROVIDERS)).isEmpty();
    }

    @Test
    void textsOfTheConfigCenterAreFollowed() throws Exception {
        ConfigStore store = registry().configStore();
        List<String> texts = new CopyOnWriteArrayList<>();
        try (Subscription watch = store.watch(ConfigStore.RULES, "demo.tag-router", text -> texts.add("" + text))) {
            watch.reported().get(20, TimeUnit.SECONDS);
            assertThat(texts).containsExactly("null");
            server.state().text(ConfigStore.RULES, "demo.tag-router", "force: true");
            await().atMost(LONG).until(() -> texts.equals(List.of("null", "force: true")));
            server.state().text(ConfigStore.RULES, "demo.tag-router", null);
            await().atMost(LONG).until(() -> texts.equals(List.of("null", "force: true", "null")));
        }
    }

    @Test
    void allEntriesOfABurstAreTakenBackTogether() throws Exception {
        Registry registry = registry();
        List<CompletableFuture<?>> stored = new ArrayList<>();
        for (int port = 1; port <= 50; port++) {
            stored.add(registry.register(DubboUrl.parse(ENTRY.replace("20880", String.valueOf(port)))));
        }
        CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(ports()).hasSize(50);
        CompletableFuture<?> last = stored.get(0);
        for (int port = 1; port <= 50; port++) {
            last = registry.unregister(DubboUrl.parse(ENTRY.replace("20880", String.valueOf(port))));
        }
        last.get(20, TimeUnit.SECONDS);
        assertThat(ports()).isEmpty();
    }

    @Test
    void closingFailsWhoWaitsAndMayBeDoneByAListener() throws Exception {
        Registry registry = registry();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        registry.subscribe(QUERY, (category, entries) -> {
            registry.close();
            closed.complete(registry.isConnected());
        });
        assertThat(closed.get(20, TimeUnit.SECONDS)).isFalse();
        assertThat(registry.register(DubboUrl.parse(ENTRY))).isCompletedExceptionally();
        assertThat(registry.unregister(DubboUrl.parse(ENTRY))).isCompleted();

        Registry waiting = registry();
        waiting.connected().get(20, TimeUnit.SECONDS);
        server.failing = true;
        CompletableFuture<?> never = waiting.register(DubboUrl.parse(ENTRY));
        waiting.close();
        assertThat(never).isCompletedExceptionally();
    }

    @Test
    void settingsReachTheClient() {
        RegistrySettings settings =
                settings(List.of("a:8848", "b:8848"), "u", "p", "g", Map.of("namespace", "n", "unknown", "x"));
        NacosClients clients = new NacosClients(settings);
        Properties properties = clients.properties();
        assertThat(properties)
                .containsEntry(PropertyKeyConst.SERVER_ADDR, "a:8848,b:8848")
                .containsEntry(PropertyKeyConst.NAMESPACE, "n")
                .containsEntry(PropertyKeyConst.USERNAME, "u")
                .containsEntry(PropertyKeyConst.PASSWORD, "p")
                .doesNotContainKey("unknown");
        assertThat(clients.group()).isEqualTo("g");
    }

    @Test
    void theLoaderFindsTheFactory() {
        assertThat(ServiceLoader.load(RegistryFactory.class))
                .anyMatch(factory -> factory.name().equals("nacos"));
    }

    private Registry registry() {
        Registry registry = new NacosRegistryFactory()
                .create(settings(List.of(server.address()), null, null, null, Map.of()), context);
        registries.add(registry);
        return registry;
    }

    private List<Integer> ports() {
        return server.state().instances(GROUP, NAME).stream()
                .map(Instance::getPort)
                .toList();
    }

    private List<String> hosts() {
        return heard.of(Category.PROVIDERS).stream()
                .map(DubboUrl::parse)
                .map(DubboUrl::host)
                .toList();
    }

    private static ServiceQuery query(String group, String version) {
        return new ServiceQuery("demo.A", group, version, Set.of(Category.PROVIDERS, Category.CONFIGURATORS));
    }

    private static RegistrySettings settings(
            List<String> addresses, String username, String password, String group, Map<String, String> parameters) {
        return new RegistrySettings(
                "r",
                "nacos",
                addresses,
                username,
                password,
                group,
                3_000,
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
                parameters,
                Map.of());
    }
}
