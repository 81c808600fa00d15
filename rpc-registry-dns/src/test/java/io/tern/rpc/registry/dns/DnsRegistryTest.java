// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.dns.DnsResponseCode;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.registry.dns.DnsServer.Zone;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsRegistryTest {
    /** For an answer: the first takes long on a busy machine, and if one of two fails, half the addresses are told. */
    private static final int PATIENT_MILLIS = 5_000;

    private static final int HASTY_MILLIS = 500;

    private static final ServiceQuery QUERY =
            new ServiceQuery("demo.A", "g", "1.0.0", Set.of(Category.PROVIDERS, Category.ROUTERS));

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final RegistryContext context = new RegistryContext("test", Ticker.SYSTEM, scheduler, new RpcObserver() {});
    private final HeardEntries heard = new HeardEntries();
    private DnsServer server;
    private Registry registry;

    @AfterEach
    void close() throws Exception {
        if (registry != null) {
            registry.close();
        }
        if (server != null) {
            server.close();
        }
        scheduler.shutdownNow();
    }

    @Test
    void addressesOfBothKindsAreProviders() throws Exception {
        start(Zone.of(60, "10.0.0.2", "10.0.0.1", "2001:db8::1"));
        subscribe(QUERY).reported().get(5, TimeUnit.SECONDS);

        assertThat(heard.of(Category.PROVIDERS))
                .containsExactly(entry("10.0.0.1"), entry("10.0.0.2"), entry("[2001:db8:0:0:0:0:0:1]"));
        assertThat(heard.of(Category.ROUTERS)).isEmpty();
        assertThat(registry.isConnected()).isTrue();
        registry.connected().get(1, TimeUnit.SECONDS);
        assertThat(DubboUrl.parse(heard.of(Category.PROVIDERS).get(2)).host()).isEqualTo("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void aWildcardFindsEntriesWithoutGroupAndAListItsFirst() throws Exception {
        start(Zone.of(60, "10.0.0.1"));
        subscribe(new ServiceQuery("demo.A", "*", "*", Set.of(Category.PROVIDERS)))
                .reported()
                .get(5, TimeUnit.SECONDS);
        assertThat(heard.of(Category.PROVIDERS)).containsExactly("dubbo://10.0.0.1:20880/demo.A?interface=demo.A");
        subscribe(new ServiceQuery("demo.B", "x,y", null, Set.of(Category.PROVIDERS)))
                .reported()
                .get(5, TimeUnit.SECONDS);
        assertThat(heard.of(Category.PROVIDERS))
                .containsExactly("dubbo://10.0.0.1:20880/demo.B?group=x&interface=demo.B");
    }

    @Test
    void changesAreSeenWhenTheTimeToLiveEnds() throws Exception {
        start(Zone.of(0, "10.0.0.1"));
        subscribe(QUERY).reported().get(5, TimeUnit.SECONDS);
        server.zone = Zone.of(1, "10.0.0.3", "10.0.0.1");
        await().until(() -> List.of(entry("10.0.0.1"), entry("10.0.0.3")).equals(heard.of(Category.PROVIDERS)));
        server.zone = Zone.of(1, "10.0.0.1", "10.0.0.3");
        int before = server.questions();
        await().until(() -> server.questions() >= before + 2);
        assertThat(heard.log()).containsExactlyInAnyOrder("PROVIDERS 1", "ROUTERS 0", "PROVIDERS 2");
    }

    @Test
    void failuresKeepTheLastListAndEndByThemselves() throws Exception {
        start(Zone.of(1, "10.0.0.1"));
        subscribe(QUERY).reported().get(5, TimeUnit.SECONDS);
        server.zone = Zone.error(DnsResponseCode.SERVFAIL, true);
        await().until(() -> !registry.isConnected());
        assertThat(heard.of(Category.PROVIDERS)).containsExactly(entry("10.0.0.1"));

        server.zone = Zone.of(1, "10.0.0.2");
        await().until(() -> List.of(entry("10.0.0.2")).equals(heard.of(Category.PROVIDERS)));
        assertThat(registry.isConnected()).isTrue();
    }

    @Test
    void onlyTheResponsibleServerCanSayThatThereIsNobody() throws Exception {
        start(Zone.of(1, "10.0.0.1"));
        subscribe(QUERY).reported().get(5, TimeUnit.SECONDS);
        server.zone = Zone.error(DnsResponseCode.NXDOMAIN, false);
        int before = server.questions();
        await().until(() -> server.questions() >= before + 2);
        assertThat(heard.of(Category.PROVIDERS)).containsExactly(entry("10.0.0.1"));

        server.zone = Zone.error(DnsResponseCode.NXDOMAIN, true);
        await().until(() -> List.of().equals(heard.of(Category.PROVIDERS)));
    }

    @Test
    void anUnknownNameIsReportedAsEmpty() throws Exception {
        start(Zone.error(DnsResponseCode.NXDOMAIN, true));
        subscribe(QUERY).reported().get(5, TimeUnit.SECONDS);
        assertThat(heard.log()).containsExactlyInAnyOrder("PROVIDERS 0", "ROUTERS 0");
        assertThat(registry.isConnected()).isTrue();
    }

    @Test
    void aServerThatDoesNotAnswerIsNoEmptyList() throws Exception {
        start(Zone.silence(), HASTY_MILLIS);
        Subscription subscription = subscribe(QUERY);
        await().until(() -> server.questions() >= 4); // both kinds twice: the first ones have timed out
        assertThat(subscription.reported()).isNotDone();
        assertThat(registry.connected()).isNotDone();
        assertThat(registry.isConnected()).isFalse();
        assertThat(heard.log()).isEmpty();

        server.zone = Zone.of(1, "10.0.0.1");
        subscription.reported().get(10, TimeUnit.SECONDS);
        assertThat(heard.of(Category.PROVIDERS)).containsExactly(entry("10.0.0.1"));
    }

    @Test
    void registeringDoesNothingAndClosingEndsTheThread() throws Exception {
        start(Zone.of(1, "10.0.0.1"));
        DubboUrl entry = DubboUrl.parse("dubbo://10.0.0.9:20880/demo.A");
        registry.register(entry).get(1, TimeUnit.SECONDS);
        registry.unregister(entry).get(1, TimeUnit.SECONDS);
        registry.connected().get(5, TimeUnit.SECONDS);
        registry.close();
        registry.close();
        registry.subscribe(QUERY, heard);
        assertThat(registry.isConnected()).isFalse();
        assertThat(registry.register(entry)).isCompletedExceptionally();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("tern-dns-")));
    }

    @Test
    void theLoaderFindsTheFactory() {
        assertThat(ServiceLoader.load(RegistryFactory.class))
                .anyMatch(factory -> factory.name().equals("dns"));
    }

    @Test
    void wrongAddressesAreRefusedAtStart() {
        for (String address : List.of("demo", "demo:0", "demo:99999", "10.0.0.1:20880", "[::1]:20880", ":1")) {
            assertThatThrownBy(
                            () -> new DnsRegistryFactory().create(settings(address, PATIENT_MILLIS, Map.of()), context))
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContaining("name:port");
        }
        assertThatThrownBy(() -> new DnsRegistryFactory()
                        .create(
                                settings("demo:1", PATIENT_MILLIS, Map.of("tern.dns.server", "dns.example:53")),
                                context))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("tern.dns.server");
        assertThat(DnsSettings.of(settings("demo:1", PATIENT_MILLIS, Map.of("tern.dns.server", "[::1]")))
                        .server()
                        .getPort())
                .isEqualTo(53);
    }

    private Subscription subscribe(ServiceQuery query) {
        return registry.subscribe(query, heard);
    }

    private void start(Zone zone) throws InterruptedException {
        start(zone, PATIENT_MILLIS);
    }

    private void start(Zone zone, int queryMillis) throws InterruptedException {
        server = new DnsServer(zone);
        String address = "127.0.0.1:" + server.address().getPort();
        registry = new DnsRegistryFactory()
                .create(settings(DnsServer.NAME + ":20880", queryMillis, Map.of("tern.dns.server", address)), context);
    }

    private static String entry(String host) {
        return "dubbo://" + host + ":20880/demo.A?group=g&interface=demo.A&version=1.0.0";
    }

    private static RegistrySettings settings(String address, int timeoutMillis, Map<String, String> parameters) {
        return new RegistrySettings(
                "r",
                "dns",
                List.of(address),
                null,
                null,
                null,
                timeoutMillis,
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
