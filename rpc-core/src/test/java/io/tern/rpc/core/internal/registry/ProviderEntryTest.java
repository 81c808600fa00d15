// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.fixture.RegistrySample;
import io.tern.rpc.core.fixture.ServiceSample;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The texts that Dubbo's consumers and consoles find in a registry. */
class ProviderEntryTest {
    private static final PublishedAddress ADDRESS = new PublishedAddress("10.0.0.1", 20_880, "", false);
    private static final ProviderEntry.Facts FACTS = new ProviderEntry.Facts("prov-app", 1, 1_700_000_000_000L);
    private static final String NAME = EchoApi.class.getName();

    interface EchoBase {
        String hello(String name);
    }

    interface EchoApi extends EchoBase {
        void listen(String key);

        String hello(String name, int times);

        static void ofTheInterfaceItself() {}
    }

    interface Marker {}

    private static ServiceSample echo() {
        return ServiceSample.of("echo", EchoApi.class);
    }

    private static DubboUrl entry(ServiceSample service, RegistrySettings registry) {
        return ProviderEntry.of(
                service.settings(), service.settings().protocols().get(0), ADDRESS, true, registry, FACTS);
    }

    private static DubboUrl entry(ServiceSample service) {
        return entry(service, RegistrySample.of("zk", "zookeeper").settings());
    }

    @Test
    void aServiceWithNothingSpecialIsWrittenAsDubboWritesIt() {
        assertThat(entry(echo()).text())
                .isEqualTo("dubbo://10.0.0.1:20880/" + NAME
                        + "?anyhost=true&application=prov-app&deprecated=false&dubbo=2.0.2&dynamic=true&generic=false"
                        + "&interface=" + NAME
                        + "&methods=hello,listen&pid=1&prefer.serialization=hessian2&serialization=hessian2"
                        + "&side=provider&timestamp=1700000000000");
    }

    @Test
    void whatIsSaidAboutTheServiceComesWithIt() {
        ServiceSample service = echo().group("blue")
                .version("1.2")
                .token("t0k3n")
                .path("shop/echo")
                .published(Map.of(
                        "weight", "50",
                        "warmup", "60000",
                        "timeout", "3000",
                        "hello.timeout", "100",
                        "loadbalance", "leastactive",
                        "deprecated", "true",
                        "owner", "jane"));
        assertThat(entry(service).text())
                .isEqualTo("dubbo://10.0.0.1:20880/shop/echo"
                        + "?anyhost=true&application=prov-app&deprecated=true&dubbo=2.0.2&dynamic=true&generic=false"
                        + "&group=blue&hello.timeout=100&interface=" + NAME
                        + "&loadbalance=leastactive&methods=hello,listen&owner=jane&pid=1&prefer.serialization=hessian2"
                        + "&revision=1.2&serialization=hessian2&side=provider&timeout=3000&timestamp=1700000000000"
                        + "&token=t0k3n&version=1.2&warmup=60000&weight=50");
    }

    @Test
    void whatConsumersReadBackIsTheSame() {
        DubboUrl entry = entry(echo().group("blue"));
        assertThat(DubboUrl.parse(entry.text())).isEqualTo(entry);
        assertThat(Category.of(entry)).isEqualTo(Category.PROVIDERS);
        assertThat(entry.interfaceName()).isEqualTo(NAME);
    }

    @Test
    void nobodyCanPublishAnotherServiceUnderThisName() {
        DubboUrl entry = entry(echo().published(Map.of(
                "interface", "com.acme.Other",
                "group", "red",
                "version", "9",
                "token", "open",
                "side", "consumer",
                "category", "routers",
                "timestamp", "0",
                "dubbo", "1")));
        assertThat(entry.parameters())
                .containsEntry("interface", NAME)
                .containsEntry("side", "provider")
                .containsEntry("timestamp", "1700000000000")
                .containsEntry("dubbo", "2.0.2")
                .doesNotContainKeys("group", "version", "token", "category");
    }

    @Test
    void whatDubboKeepsToItselfIsNotPublished() {
        assertThat(entry(echo().published(Map.of(
                                ".hidden", "1",
                                "qos.port", "22222",
                                "bind.ip", "10.0.0.1",
                                "bind.port", "20880",
                                "monitor", "m",
                                "validation", "true",
                                "register", "true",
                                "export", "x",
                                "weight", "1")))
                        .parameters())
                .containsKey("weight")
                .doesNotContainKeys(
                        ".hidden", "qos.port", "bind.ip", "bind.port", "monitor", "validation", "register", "export");
    }

    @Test
    void anEntryStaysIfTheRegistryOrTheServiceSaysSo() {
        RegistrySettings staying =
                RegistrySample.of("zk", "zookeeper").dynamic(false).settings();
        assertThat(entry(echo(), staying).parameters()).containsEntry("dynamic", "false");
        assertThat(entry(echo().published(Map.of("dynamic", "true")), staying).parameters())
                .containsEntry("dynamic", "false");
        assertThat(entry(echo().published(Map.of("dynamic", "false"))).parameters())
                .containsEntry("dynamic", "false");
    }

    @Test
    void anInterfaceWithoutMethodsHasAStar() {
        assertThat(entry(ServiceSample.of("m", Marker.class)).parameters()).containsEntry("methods", "*");
    }

    @Test
    void aShortEntryKeepsWhatDubboKeeps() {
        RegistrySettings registry = RegistrySample.of("zk", "zookeeper")
                .simplified("owner", "retries")
                .settings();
        ServiceSample service = echo().group("blue")
                .version("1.2")
                .token("t0k3n")
                .published(Map.of(
                        "weight", "50",
                        "warmup", "60000",
                        "timeout", "3000",
                        "hello.timeout", "100",
                        "actives", "7",
                        "retries", "1",
                        "dubbo.tag", "gray",
                        "owner", "jane"));
        assertThat(entry(service, registry).text())
                .isEqualTo("dubbo://10.0.0.1:20880/" + NAME
                        + "?application=prov-app&deprecated=false&dubbo=2.0.2&dubbo.tag=gray&group=blue"
                        + "&hello.timeout=100&owner=jane&retries=1&serialization=hessian2&timeout=3000"
                        + "&timestamp=1700000000000&token=t0k3n&version=1.2&warmup=60000&weight=50");
    }

    @Test
    void aShortEntryNamesTheInterfaceIfThePathDoesNot() {
        RegistrySettings registry =
                RegistrySample.of("zk", "zookeeper").simplified().dynamic(false).settings();
        DubboUrl entry = entry(echo().path("echo"), registry);
        assertThat(entry.interfaceName()).isEqualTo(NAME);
        assertThat(entry.parameters()).as("registries look there").containsEntry("dynamic", "false");
    }

    @Test
    void aValueThatCannotBeWrittenIsAMistakeThatDoesNotShowIt() {
        for (ServiceSample service :
                List.of(echo().token("a&b-secret"), echo().published(Map.of("owner", "a&b-secret")))) {
            assertThatThrownBy(() -> entry(service))
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageContainingAll("service echo", "registry zk")
                    .hasMessageNotContaining("b-secret");
        }
    }
}
