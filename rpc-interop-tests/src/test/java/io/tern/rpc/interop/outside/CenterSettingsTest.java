// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.registry.zookeeper.fixture.LocalZookeeper;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings that stand in ZooKeeper, where Dubbo's own tools write them. */
@Timeout(120)
class CenterSettingsTest {
    private static final String ALL = "/dubbo/config/dubbo/dubbo.properties";
    private static final String OWN = "/dubbo/config/shop/dubbo.properties";

    private LocalZookeeper zookeeper;

    @BeforeEach
    void open() throws Exception {
        zookeeper = LocalZookeeper.open();
    }

    @AfterEach
    void close() throws Exception {
        zookeeper.close();
    }

    private MethodSettings settings(Consumer<ConfigElement> center) {
        return settings(center, Map.of());
    }

    private MethodSettings settings(Consumer<ConfigElement> center, Map<String, String> environment) {
        ConfigElement element =
                ConfigElement.of(ElementKind.CONFIG_CENTER).set("address", "zookeeper://" + zookeeper.address());
        center.accept(element);
        try (Tern tern = Tern.builder()
                .application("shop")
                .element(element)
                .environment(environment::get)
                .element(ConfigElement.reference(WhereService.class)
                        .id("where")
                        .set("url", "127.0.0.1:1")
                        .set("timeout", 9))
                .build()) {
            return tern.reference("where").settings().defaults();
        }
    }

    @Test
    void withoutItemsTheFileCounts() {
        assertThat(settings(center -> {}).timeoutMillis()).isEqualTo(9);
    }

    @Test
    void theApplicationsItemBeatsTheItemForAllAndBothBeatTheFile() throws Exception {
        zookeeper.put(ALL, "dubbo.reference.timeout=5\ndubbo.reference.where.retries=4\n");
        MethodSettings ofAll = settings(center -> {});
        assertThat(ofAll.timeoutMillis()).isEqualTo(5);
        assertThat(ofAll.retries()).isEqualTo(4);
        assertThat(ofAll.origins().get("timeout").toString())
                .isEqualTo("config center, attribute dubbo.reference.timeout, in dubbo/dubbo.properties");

        zookeeper.put(OWN, "dubbo.reference.timeout=6\n");
        MethodSettings ofBoth = settings(center -> {});
        assertThat(ofBoth.timeoutMillis()).isEqualTo(6);
        assertThat(ofBoth.retries()).isEqualTo(4);
    }

    @Test
    void withoutHighestPriorityTheFileBeatsThem() throws Exception {
        zookeeper.put(ALL, "dubbo.reference.timeout=5\ndubbo.reference.retries=4\n");
        MethodSettings settings = settings(center -> center.set("highest-priority", false));
        assertThat(settings.timeoutMillis()).isEqualTo(9);
        assertThat(settings.retries()).isEqualTo(4);
    }

    @Test
    void groupAndKeysCanBeNamed() throws Exception {
        zookeeper.put("/dubbo/config/ops/all.properties", "dubbo.reference.timeout=5\n");
        zookeeper.put("/dubbo/config/shop/mine.properties", "dubbo.reference.retries=4\n");
        MethodSettings settings = settings(center -> center.set("group", "ops")
                .set("config-file", "all.properties")
                .set("app-config-file", "mine.properties"));
        assertThat(settings.timeoutMillis()).isEqualTo(5);
        assertThat(settings.retries()).isEqualTo(4);
    }

    @Test
    void anElementThatNobodyWroteCanComeFromThere() throws Exception {
        zookeeper.put(ALL, "dubbo.registries.far.address=N/A\ndubbo.protocols.p1.port=" + LocalTern.freePort() + "\n");
        try (Tern tern = Tern.builder()
                .application("shop")
                .element(ConfigElement.of(ElementKind.CONFIG_CENTER)
                        .set("address", "zookeeper://" + zookeeper.address()))
                .element(ConfigElement.service(WhereService.class, new Where())
                        .id("where")
                        .set("registry", "far"))
                .build()) {
            assertThat(tern.service("where").settings().protocols())
                    .singleElement()
                    .satisfies(protocol -> assertThat(protocol.id()).isEqualTo("p1"));
        }
    }

    @Test
    void aMistakeThereIsReportedWithTheItem() throws Exception {
        zookeeper.put(ALL, "dubbo.reference.timeout=soon\n");
        assertThatThrownBy(() -> settings(center -> {}))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("CFG-02 config center: key dubbo.reference.timeout = \"soon\"")
                .hasMessageContaining("File dubbo/dubbo.properties.");
    }

    @Test
    void theEnvironmentOfSpringCanHoldThemInstead() throws Exception {
        zookeeper.put(ALL, "dubbo.reference.timeout=5\n");
        MethodSettings settings = settings(
                center -> center.set("include-spring-env", true),
                Map.of(
                        "dubbo.properties", "dubbo.reference.retries=3\ndubbo.reference.actives=3",
                        "application.dubbo.properties", "dubbo.reference.retries=4"));
        assertThat(settings.timeoutMillis()).isEqualTo(9);
        assertThat(settings.retries()).isEqualTo(4);
        assertThat(settings.actives()).isEqualTo(3);
    }

    @Test
    void aCenterThatDoesNotAnswerEndsTheStartUnlessCheckIsOff() {
        Consumer<ConfigElement> nobody =
                center -> center.set("address", "zookeeper://127.0.0.1:" + LocalTern.freePort())
                        .set("timeout", 300);
        assertThatThrownBy(() -> settings(nobody))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("did not answer within 300 ms")
                .hasMessageContaining("check=\"false\"");
        assertThat(settings(nobody.andThen(center -> center.set("check", false)))
                        .timeoutMillis())
                .isEqualTo(9);
    }
}
