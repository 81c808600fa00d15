// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.core.fixture.RegistrySample;
import io.tern.rpc.core.fixture.ServiceSample;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocalAddressTest {
    private static final InetSocketAddress EVERY_INTERFACE = new InetSocketAddress(20_880);
    private static final RegistrySettings REGISTRY =
            RegistrySample.of("zk", "zookeeper").settings();

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final FakeNetwork network = new FakeNetwork();

    private LocalAddress addresses() {
        return new LocalAddress(new AddressVariables(properties, environment), network);
    }

    private PublishedAddress published(@Nullable String host, InetSocketAddress bound) {
        return addresses().published(ServiceSample.protocol("p", host, 20_880), bound, REGISTRY);
    }

    private PublishedAddress published() {
        return published(null, EVERY_INTERFACE);
    }

    /** Two cards, a bridge of containers in front, and a route through the second card. */
    private FakeNetwork server() {
        return network.card("lo", "127.0.0.1", "::1")
                .card("docker0", "172.17.0.1")
                .card("eth0", "fe80::1", "192.168.1.5")
                .card("eth1", "10.0.0.5")
                .route("10.0.0.9:2181", "10.0.0.5");
    }

    @Test
    void eachSourceBeatsThoseBelowIt() {
        server();
        assertThat(published()).hasToString("10.0.0.5:20880");
        assertThat(published().reason()).contains("eth1", "route to the registry");

        properties.put("dubbo.network.interface.preferred", "eth0");
        assertThat(published()).hasToString("192.168.1.5:20880");

        assertThat(published(null, new InetSocketAddress("10.0.0.77", 20_881))).hasToString("10.0.0.77:20881");
        assertThat(published("shop.example.org", EVERY_INTERFACE)).hasToString("shop.example.org:20880");

        environment.put("DUBBO_IP_TO_REGISTRY", "198.51.100.1");
        assertThat(published("shop.example.org", EVERY_INTERFACE)).hasToString("198.51.100.1:20880");
        environment.put("DUBBO_DUBBO_IP_TO_REGISTRY", "198.51.100.2");
        assertThat(published("shop.example.org", EVERY_INTERFACE)).hasToString("198.51.100.2:20880");
        properties.put("DUBBO_DUBBO_IP_TO_REGISTRY", "198.51.100.3");
        assertThat(published("shop.example.org", EVERY_INTERFACE)).hasToString("198.51.100.3:20880");
        assertThat(published().reason()).contains("system property", "DUBBO_DUBBO_IP_TO_REGISTRY");
    }

    @Test
    void aSystemPropertyBeatsTheEnvironment() {
        environment.put("DUBBO_IP_TO_REGISTRY", "198.51.100.1");
        properties.put("DUBBO_IP_TO_REGISTRY", "198.51.100.2");
        assertThat(published()).hasToString("198.51.100.2:20880");
    }

    @Test
    void blankVariablesSayNothing() {
        server();
        environment.put("DUBBO_IP_TO_REGISTRY", " ");
        environment.put("DUBBO_PORT_TO_REGISTRY", "");
        assertThat(published()).hasToString("10.0.0.5:20880");
    }

    @Test
    void hostsThatMeanEveryInterfaceAreNotPublished() {
        server();
        for (String host : new String[] {"0.0.0.0", "::", ""}) {
            assertThat(published(host, EVERY_INTERFACE)).as(host).hasToString("10.0.0.5:20880");
        }
    }

    @Test
    void theRouteIsOfTheFirstServerThatHasOne() {
        network.card("eth0", "10.0.0.5").card("eth1", "10.1.0.5").route("b:2181", "10.1.0.5");
        RegistrySettings registry = RegistrySample.of("zk", "zookeeper")
                .addresses("a:2181", "b:2181")
                .settings();
        assertThat(addresses().published(ServiceSample.protocol("p", null, 20_880), EVERY_INTERFACE, registry))
                .hasToString("10.1.0.5:20880");
    }

    @Test
    void aRouteOverLoopbackSaysNothing() {
        network.card("lo", "127.0.0.1").card("eth0", "10.0.0.5").route("10.0.0.9:2181", "127.0.0.1");
        assertThat(published()).hasToString("10.0.0.5:20880");
    }

    @Test
    void ignoredInterfacesAreNeitherRouteNorCandidateNorPreferred() {
        server();
        properties.put("dubbo.network.interface.ignored", "docker.*, eth1");
        assertThat(published()).hasToString("192.168.1.5:20880");
        properties.put("dubbo.network.interface.preferred", "eth1");
        assertThat(published()).hasToString("192.168.1.5:20880");
        properties.put("dubbo.network.interface.ignored", "*eth[");
        assertThat(published()).as("no pattern, and no card has this name").hasToString("10.0.0.5:20880");
    }

    @Test
    void interfacesAreKnownByTheirDisplayNamesToo() {
        network.shown("net1", "Intel Ethernet", "10.0.0.5").shown("net2", "VPN", "10.9.0.5");
        properties.put("dubbo.network.interface.preferred", "VPN");
        assertThat(published()).hasToString("10.9.0.5:20880");
        properties.put("dubbo.network.interface.ignored", "VPN");
        assertThat(published()).hasToString("10.0.0.5:20880");
    }

    @Test
    void withoutARoutePrivateAddressesComeFirstAndBridgesLast() {
        network.card("br-1", "172.18.0.1").card("eth0", "2001:db8::5", "100.64.0.5", "10.0.0.5");
        assertThat(published()).hasToString("10.0.0.5:20880");
    }

    @Test
    void anAddressOfACardBeatsThatOfABridgeWhateverItsKind() {
        network.card("docker0", "172.17.0.1").card("eth0", "2001:db8::5");
        assertThat(published()).hasToString("[2001:db8:0:0:0:0:0:5]:20880");
    }

    @Test
    void loopbackComesLastAndWithAWarning() {
        network.card("lo", "127.0.0.1").card("eth0", "fe80::1");
        try (LogCapture log = new LogCapture(LocalAddress.class)) {
            assertThat(published()).hasToString("127.0.0.1:20880");
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line).startsWith("WARN").contains("only consumers on this machine"));
        }
    }

    @Test
    void aPortThatListensOnLoopbackIsPublishedAsWhatItIs() {
        server();
        try (LogCapture log = new LogCapture(LocalAddress.class)) {
            assertThat(published("127.0.0.1", new InetSocketAddress("127.0.0.1", 20_880)))
                    .hasToString("127.0.0.1:20880");
            assertThat(log.lines()).anySatisfy(line -> assertThat(line).startsWith("WARN"));
        }
    }

    @Test
    void aPreferredInterfaceThatIsNotThereIsPassedOverWithAWarning() {
        server();
        properties.put("dubbo.network.interface.preferred", "wlan0");
        try (LogCapture log = new LogCapture(LocalAddress.class)) {
            assertThat(published()).hasToString("10.0.0.5:20880");
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("wlan0", "dubbo.network.interface.preferred", "eth0 192.168.1.5"));
        }
    }

    @Test
    void thePortIsTheOneThatListensUnlessAVariableSaysAnother() {
        server();
        assertThat(published(null, new InetSocketAddress(31_000)).port()).isEqualTo(31_000);
        environment.put("DUBBO_PORT_TO_REGISTRY", "30880");
        assertThat(published().port()).isEqualTo(30_880);
        environment.put("DUBBO_DUBBO_PORT_TO_REGISTRY", "30881");
        assertThat(published().port()).isEqualTo(30_881);
        assertThat(published().reason()).contains("DUBBO_DUBBO_PORT_TO_REGISTRY");
    }

    @Test
    void aValueThatIsNoneIsAMistakeThatNamesVariableAndValue() {
        Map<String, String> wrong = Map.of(
                "DUBBO_IP_TO_REGISTRY", "0.0.0.0",
                "DUBBO_DUBBO_IP_TO_REGISTRY", "http://host/",
                "DUBBO_PORT_TO_REGISTRY", "70000",
                "DUBBO_DUBBO_PORT_TO_REGISTRY", "-1");
        wrong.forEach((name, value) -> {
            environment.clear();
            environment.put(name, value);
            assertThatThrownBy(this::published)
                    .as(name)
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContainingAll("environment variable " + name, "\"" + value + "\"");
        });
        for (String name : new String[] {"DUBBO_IP_TO_BIND", "DUBBO_PORT_TO_BIND"}) {
            environment.clear();
            environment.put(name, "a b");
            assertThatThrownBy(() -> addresses().bound(ServiceSample.protocol("p", null, 20_880)))
                    .as(name)
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContainingAll(name, "\"a b\"");
        }
    }

    @Test
    void variablesSayWhereToListen() {
        ProtocolSettings written = ServiceSample.protocol("p", "10.0.0.5", 20_880);
        assertThat(addresses().bound(written)).isSameAs(written);
        environment.put("DUBBO_IP_TO_BIND", "0.0.0.0");
        environment.put("DUBBO_PORT_TO_BIND", "20890");
        ProtocolSettings bound = addresses().bound(written);
        assertThat(bound.host()).isNull();
        assertThat(bound.port()).isEqualTo(20_890);
        assertThat(bound.origins().get("port").toString()).contains("DUBBO_PORT_TO_BIND");
        environment.put("DUBBO_DUBBO_IP_TO_BIND", "[::1]");
        assertThat(addresses().bound(written).host()).isEqualTo("::1");
        assertThat(published("10.0.0.5", EVERY_INTERFACE))
                .as("host is still what is published")
                .hasToString("10.0.0.5:20880");
    }

    @Test
    void oneLineSaysWhatIsPublishedWhyAndHowToChangeIt() {
        server();
        try (LogCapture log = new LogCapture(LocalAddress.class)) {
            LocalAddress addresses = addresses();
            for (int i = 0; i < 3; i++) {
                addresses.published(ServiceSample.protocol("p", null, 20_880), EVERY_INTERFACE, REGISTRY);
            }
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("INFO")
                    .contains(
                            "10.0.0.5:20880",
                            "zookeeper://10.0.0.9:2181",
                            "route to the registry",
                            "eth0 192.168.1.5, eth1 10.0.0.5, docker0 172.17.0.1",
                            "DUBBO_IP_TO_REGISTRY",
                            "DUBBO_PORT_TO_REGISTRY",
                            "host=",
                            "dubbo.network.interface.preferred")
                    .doesNotContain("secret-password");
        }
    }

    @Test
    void aRegistryWithoutARouteIsAskedForOnce() {
        network.card("eth0", "10.0.0.5");
        LocalAddress addresses = addresses();
        for (int i = 0; i < 3; i++) {
            assertThat(addresses.localHost(REGISTRY)).isEqualTo("10.0.0.5");
        }
        assertThat(network.asked).containsExactly("10.0.0.9:2181");
    }

    @Test
    void theInterfacesAreLookedAtOnceForAllReferencesOfARegistry() {
        LocalAddress addresses = new LocalAddress(new AddressVariables(properties, environment), server());
        for (int i = 0; i < 3; i++) {
            assertThat(addresses.localHost(REGISTRY)).isEqualTo("10.0.0.5");
        }
        assertThat(network.looks).isEqualTo(1);
    }

    @Test
    void theInterfacesAreNotLookedAtIfTheyDoNotMatter() {
        environment.put("DUBBO_IP_TO_REGISTRY", "198.51.100.1");
        assertThat(addresses().localHost(REGISTRY)).isEqualTo("198.51.100.1");
        assertThat(published()).hasToString("198.51.100.1:20880");
        assertThat(network.looks).isZero();
    }

    @Test
    void theRoutesOfThisMachineAreFoundWithoutSendingAnything() {
        SystemNetwork system = new SystemNetwork(Runnable::run);
        assertThat(system.routeTo("127.0.0.1:2181")).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(system.routeTo("localhost:2181"))
                .satisfies(local -> assertThat(local.isLoopbackAddress()).isTrue());
        assertThat(system.routeTo("no such host.invalid:2181")).isNull();
        assertThat(system.cards())
                .anySatisfy(card -> assertThat(card.addresses()).anyMatch(InetAddress::isLoopbackAddress));
    }

    @Test
    void aNameServerThatHangsIsNotWaitedForLong() {
        long start = System.nanoTime();
        assertThat(new SystemNetwork(lookup -> {}).routeTo("zk.example.org:2181"))
                .isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aConsumerIsKnownByTheSameAddress() {
        server();
        assertThat(addresses().localHost(REGISTRY)).isEqualTo("10.0.0.5");
        environment.put("DUBBO_IP_TO_REGISTRY", "198.51.100.1");
        assertThat(addresses().localHost(REGISTRY)).isEqualTo("198.51.100.1");
    }
}
