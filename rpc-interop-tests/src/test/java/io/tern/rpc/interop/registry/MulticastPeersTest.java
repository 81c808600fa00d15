// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.registry.multicast.MulticastRegistryFactory;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.ServiceQuery;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The multicast registries of Tern and of a real Dubbo in one group. Dubbo takes no loopback interface, so that the datagrams go out
 * on another one, with a time to live of one hop.
 */
class MulticastPeersTest {
    private static final String PROVIDER =
            "dubbo://192.0.2.7:20880/demo.A?application=p&interface=demo.A&methods=a,b&side=provider&timestamp=1";
    private static final String CONSUMER =
            "consumer://192.0.2.8/demo.A?category=providers,configurators,routers&interface=demo.A&timeout=500";

    @TempDir
    Path directory;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private Registry tern;
    private DubboMulticast dubbo;
    private volatile List<String> heard;

    @AfterEach
    void close() throws Exception {
        if (tern != null) {
            tern.close();
        }
        if (dubbo != null) {
            dubbo.close();
        }
        scheduler.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void ternFindsAProviderOfDubbo(DubboVersion version) throws Exception {
        start(version);
        dubbo.register(PROVIDER);
        subscribe();
        assertThat(heard).containsExactly(PROVIDER);

        String second = PROVIDER.replace("20880", "20881");
        dubbo.register(second);
        await().until(() -> List.of(PROVIDER, second).equals(heard));
        dubbo.unregister(PROVIDER);
        await().until(() -> List.of(second).equals(heard));
        dubbo.unregister(second);
        await().until(() -> List.of().equals(heard));
    }

    @ParameterizedTest
    @EnumSource
    void dubboFindsAProviderOfTern(DubboVersion version) throws Exception {
        start(version);
        tern.register(DubboUrl.parse(PROVIDER)).get(5, TimeUnit.SECONDS);
        dubbo.subscribe(CONSUMER);
        await().until(() -> dubbo.latest().equals(List.of(PROVIDER)));

        String second = PROVIDER.replace("20880", "20881");
        tern.register(DubboUrl.parse(second)).get(5, TimeUnit.SECONDS);
        await().until(() -> Set.copyOf(dubbo.latest()).equals(Set.of(PROVIDER, second)));
        tern.unregister(DubboUrl.parse(second)).get(5, TimeUnit.SECONDS);
        await().until(() -> dubbo.latest().equals(List.of(PROVIDER)));
        tern.close();
        await().until(() -> dubbo.latest().stream().noneMatch(url -> url.startsWith("dubbo:"))
                && !dubbo.latest().isEmpty());
    }

    private void subscribe() throws Exception {
        ServiceQuery query = new ServiceQuery("demo.A", null, null, Set.of(Category.PROVIDERS));
        tern.subscribe(query, (category, entries) -> heard = entries).reported().get(5, TimeUnit.SECONDS);
    }

    private void start(DubboVersion version) throws Exception {
        Assumptions.assumeTrue(hasNetwork(), "there is no network interface besides the loopback one");
        String group = "224.5.6.7:" + freePort();
        RegistryContext context = new RegistryContext("interop", Ticker.SYSTEM, scheduler, new RpcObserver() {});
        tern = new MulticastRegistryFactory().create(settings(group), context);
        tern.connected().get(5, TimeUnit.SECONDS);
        dubbo = new DubboMulticast(version, group, directory.resolve("cache"));
    }

    private static boolean hasNetwork() throws SocketException {
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            if (network.isUp()
                    && !network.isLoopback()
                    && network.supportsMulticast()
                    && network.inetAddresses().anyMatch(Inet4Address.class::isInstance)) {
                return true;
            }
        }
        return false;
    }

    private static int freePort() throws SocketException {
        try (DatagramSocket free = new DatagramSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static RegistrySettings settings(String group) {
        return new RegistrySettings(
                "r",
                "multicast",
                List.of(group),
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
