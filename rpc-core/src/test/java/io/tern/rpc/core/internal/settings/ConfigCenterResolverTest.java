// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ConfigCenterSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCenterResolverTest {
    private final SettingsBench bench = new SettingsBench();

    private static ConfigElement center() {
        return ConfigElement.of(ElementKind.CONFIG_CENTER);
    }

    private ConfigCenterSettings resolve(ConfigElement center) {
        assertThat(bench.mistakes(center)).isEmpty();
        return bench.resolver().configCenter();
    }

    @Test
    void withoutTheElementThereIsNone() {
        assertThat(bench.mistakes()).isEmpty();
        assertThat(bench.resolver().configCenter()).isNull();
    }

    @Test
    void whatIsNotWrittenHasItsDefault() {
        assertThat(resolve(center().set("address", "zookeeper://h")))
                .usingRecursiveComparison()
                .ignoringFields("origins")
                .isEqualTo(new ConfigCenterSettings(
                        "zookeeper", List.of("h:2181"), null, null, null, 30_000, true, Map.of(), Map.of()));
        assertThat(bench.warnings()).isEmpty();
        assertThat(bench.resolver().centerFiles())
                .usingRecursiveComparison()
                .ignoringFields("center")
                .isEqualTo(new CenterFiles(null, "dubbo", "dubbo.properties", "dubbo.properties", true));
    }

    @Test
    void theItemsWithSettingsCanBeNamed() {
        resolve(center().set("address", "zookeeper://h")
                .set("group", "ops")
                .set("config-file", "all.properties")
                .set("app-config-file", "mine.properties")
                .set("highest-priority", false));
        assertThat(bench.resolver().centerFiles())
                .usingRecursiveComparison()
                .ignoringFields("center")
                .isEqualTo(new CenterFiles(null, "ops", "all.properties", "mine.properties", false));
    }

    @Test
    void theEnvironmentOfSpringNeedsNoAddress() {
        assertThat(resolve(center().set("include-spring-env", true))).isNull();
        assertThat(bench.resolver().centerFiles())
                .isEqualTo(new CenterFiles(null, "dubbo", "dubbo.properties", "dubbo.properties", true));
    }

    @Test
    void attributesCountMoreThanTheAddress() {
        ConfigCenterSettings settings = resolve(center().set("address", "me:secret@a,b:5?timeout=7&namespace=x&other=1")
                .set("protocol", "zookeeper")
                .set("port", 9)
                .set("namespace", "ops")
                .set("check", false));
        assertThat(settings.addresses()).containsExactly("a:9", "b:5");
        assertThat(settings.username()).isEqualTo("me");
        assertThat(settings.password()).isEqualTo("secret");
        assertThat(settings.timeoutMillis()).isEqualTo(7);
        assertThat(settings.namespace()).isEqualTo("ops");
        assertThat(settings.check()).isFalse();
        assertThat(settings.parameters()).isEqualTo(Map.of("other", "1"));
        assertThat(settings.toString()).isEqualTo("config-center (zookeeper://a:9,b:5)");
    }

    @Test
    void itCanBeOpenedLikeARegistryInWhichNothingIsPublishedOrLookedUp() {
        RegistrySettings settings = resolve(
                        center().set("address", "zookeeper://h").set("namespace", "ops"))
                .asRegistry();
        assertThat(settings.kind()).isEqualTo("zookeeper");
        assertThat(settings.addresses()).containsExactly("h:2181");
        assertThat(settings.group()).isEqualTo("ops");
        assertThat(settings.register()).isFalse();
        assertThat(settings.subscribe()).isFalse();
        assertThat(settings.file()).isNull();
        assertThat(settings.configCenter()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"apollo://h:1", "h:1", "consul://h"})
    void aKindThatIsNotThereIsAMistakeUnlessCheckIsOff(String address) {
        assertThat(bench.mistakes(center().set("address", address)))
                .singleElement()
                .asString()
                .startsWith("CFG-16 dubbo:config-center: attribute address = ")
                .contains("needs a registry of the kind ");
        SettingsBench lenient = new SettingsBench();
        assertThat(lenient.mistakes(center().set("address", address).set("check", false)))
                .isEmpty();
        assertThat(lenient.resolver().configCenter()).isNull();
        assertThat(lenient.warnings())
                .singleElement()
                .asString()
                .startsWith("CFG-W2 ")
                .contains("its rules are not read");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, CFG-06",
                "zookeeper://h:x, -, -, CFG-14",
                "'${nobody}', -, -, CFG-13",
                "zookeeper://h, timeout, abc, CFG-02",
                "zookeeper://h, timeout, 0, CFG-03",
                "zookeeper://h, check, maybe, CFG-04",
                "zookeeper://h, port, 70000, CFG-03",
                "zookeeper://h, protocol, nosuch, CFG-05",
                "zookeeper://h, namespace, a b, CFG-15"
            })
    void wrongValuesAreMistakes(String address, String attribute, String text, String code) {
        ConfigElement center = center().set("address", address);
        if (attribute != null) {
            center.set(attribute, text);
        }
        assertThat(bench.mistakes(center)).singleElement().asString().startsWith(code + " ");
    }

    @Test
    void theSecondOneIsNotAskedAndThatIsTold() {
        assertThat(bench.mistakes(center().set("address", "zookeeper://a"), center().set("address", "zookeeper://b")))
                .isEmpty();
        assertThat(bench.resolver().configCenter().addresses()).containsExactly("a:2181");
        assertThat(bench.warnings())
                .singleElement()
                .asString()
                .startsWith("CFG-W2 ")
                .contains("zookeeper://b", "is not asked");
    }
}
