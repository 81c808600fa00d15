// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.lifecycle.OwnSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that keys can have, and what the sources are worth beside each other. */
class OutsideKeysTest extends OutsideBench {
    /** Each line is stronger than those above it; a key of an environment variable is in capitals. */
    private static final String[][] RANKS = {
        {"file", "dubbo.reference.timeout", "1"},
        {"file", "dubbo.reference.foo.timeout", "2"},
        {"center below", "dubbo.reference.timeout", "3"},
        {"xml", "", "9"},
        {"center", "dubbo.reference.timeout", "4"},
        {"application's center", "dubbo.reference.timeout", "5"},
        {"environment", "DUBBO_REFERENCE_TIMEOUT", "6"},
        {"environment", "DUBBO_REFERENCE_FOO_TIMEOUT", "7"},
        {"property", "dubbo.reference.timeout", "8"},
        {"property", "dubbo.reference." + FOO + ".timeout", "10"},
        {"property", "dubbo.reference.foo.timeout", "11"},
        {"property", "dubbo.references.foo.timeout", "12"},
    };

    @Test
    void eachSourceCountsWhereTheStrongerOnesAreSilent() {
        for (int strongest = 0; strongest < RANKS.length; strongest++) {
            Map<String, Map<String, String>> sources = new HashMap<>();
            for (int rank = 0; rank <= strongest; rank++) {
                sources.computeIfAbsent(RANKS[rank][0], source -> new HashMap<>())
                        .put(RANKS[rank][1], RANKS[rank][2]);
            }
            ConfigElement reference = reference();
            if (!sources.containsKey("xml")) {
                reference.set("timeout", null);
            }
            elements.clear();
            OutsideSettings outside = new OutsideSettings(
                            sources.getOrDefault("property", Map.of()),
                            sources.getOrDefault("environment", Map.of()),
                            sources.getOrDefault("file", Map.of()),
                            "dubbo.properties")
                    .with(sources.getOrDefault("application's center", Map.of()), "shop/dubbo.properties", true)
                    .with(sources.getOrDefault("center", Map.of()), "dubbo/dubbo.properties", true)
                    .with(sources.getOrDefault("center below", Map.of()), "dubbo/dubbo.properties", false);
            ReferenceSettings settings = refer(outside, reference);
            assertThat(settings.defaults().timeoutMillis())
                    .as(String.join(" ", RANKS[strongest]))
                    .isEqualTo(Integer.parseInt(RANKS[strongest][2]));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dubbo.reference.foo.findFoo.timeout",
        "dubbo.references.foo.findFoo.timeout",
        "dubbo.reference.io.tern.rpc.core.internal.settings.SettingsBench$FooService.findFoo.timeout",
    })
    void aMethodHasKeysWithoutAnElement(String key) {
        properties.put(key, "5");
        ReferenceSettings settings = refer();
        assertThat(settings.method("findFoo").timeoutMillis()).isEqualTo(5);
        assertThat(settings.method("countFoo").timeoutMillis()).isEqualTo(9);
    }

    @Test
    void aKeyOfAMethodBeatsItsElement() {
        properties.put("dubbo.reference.foo.findFoo.timeout", "5");
        environment.put("DUBBO_REFERENCE_FOO_COUNTFOO_TIMEOUT", "6");
        ReferenceSettings settings = refer(reference()
                .method("findFoo", method -> method.set("timeout", 7))
                .method("countFoo", method -> method.set("timeout", 8)));
        assertThat(settings.method("findFoo").timeoutMillis()).isEqualTo(5);
        assertThat(settings.method("countFoo").timeoutMillis()).isEqualTo(6);
    }

    @Test
    void aMethodOfAServiceHasKeysToo() {
        file.put("dubbo.service.export.findFoo.executes", "3");
        ServiceSettings settings = export();
        assertThat(settings.method("findFoo").executes()).isEqualTo(3);
        assertThat(settings.method("countFoo").executes()).isZero();
    }

    @Test
    void aKeyOfAMethodThatTheInterfaceDoesNotHaveIsAMistake() {
        properties.put("dubbo.reference.foo.fndFoo.timeout", "5");
        assertThatThrownBy(this::refer).hasMessageContaining("CFG-09").hasMessageContaining("\"findFoo\"");
    }

    @Test
    void aKeyWithDotsInTheAttributeIsNoMethod() {
        properties.put("dubbo.reference.foo.fail.back.tasks", "5");
        assertThat(refer().defaults().failbackTasks()).isEqualTo(5);
    }

    @Test
    void thePluralFormMakesElementsThatNobodyWrote() {
        properties.put("dubbo.registries.beijing.address", "zookeeper://bj:2181");
        properties.put("dubbo.registries.hangzhou.address", "zookeeper://hz:2181");
        properties.put("dubbo.registries.hangzhou.use.as.config.center", "false");
        ReferenceSettings settings = refer(reference().set("url", null).set("registry", "hangzhou"));
        assertThat(settings.registries()).singleElement().satisfies(registry -> {
            assertThat(registry.id()).isEqualTo("hangzhou");
            assertThat(registry.addresses()).containsExactly("hz:2181");
            assertThat(registry.configCenter()).isFalse();
        });
    }

    @Test
    void thePluralFormIsAboutAnElementThatSomebodyWrote() {
        properties.put("dubbo.registries.beijing.timeout", "77");
        ReferenceSettings settings = refer(
                SettingsBench.registry("beijing", "zookeeper://bj:2181"),
                reference().set("url", null));
        assertThat(settings.registries())
                .singleElement()
                .extracting(RegistrySettings::timeoutMillis)
                .isEqualTo(77);
    }

    @Test
    void aProtocolInThePluralFormNeedsNoName() {
        properties.put("dubbo.protocols.p1.port", "20881");
        properties.put("dubbo.protocols.p2.port", "20882");
        ServiceSettings settings = export();
        assertThat(settings.protocols()).extracting(ProtocolSettings::port).containsExactlyInAnyOrder(20881, 20882);
        assertThat(settings.protocols()).extracting(ProtocolSettings::name).containsOnly("dubbo");
    }

    @Test
    void theFileSaysWhatAnElementThatNobodyWroteIs() {
        file.put("dubbo.protocols.p1.name", "tri");
        file.put("dubbo.protocols.p1.port", "50051");
        assertThatThrownBy(this::export)
                .hasMessageContaining("CFG-16 properties file: key dubbo.protocols.p1.name = \"tri\"");
    }

    @Test
    void theFileMayMakeAFurtherConsumerTheDefaultOne() {
        file.put("dubbo.consumers.slow.default", "true");
        file.put("dubbo.consumers.slow.timeout", "77");
        ReferenceSettings settings = refer(
                ConfigElement.of(ElementKind.CONSUMER)
                        .set("id", "usual")
                        .set("default", false)
                        .set("timeout", 5),
                reference().set("timeout", null));
        assertThat(settings.defaults().timeoutMillis()).isEqualTo(77);
    }

    @Test
    void aFurtherConsumerIsNotTheDefaultOneBesideOneThatIsWritten() {
        properties.put("dubbo.consumers.slow.timeout", "77");
        ReferenceSettings settings = refer(
                ConfigElement.of(ElementKind.CONSUMER).set("timeout", 5),
                reference().set("timeout", null));
        assertThat(settings.defaults().timeoutMillis()).isEqualTo(5);
    }

    @Test
    void theApplicationNeedsNoElement() {
        properties.put("dubbo.application.name", "of-a-property");
        with(reference()).resolve();
        assertThat(resolver.application().name()).isEqualTo("of-a-property");
    }

    @Test
    void theConfigCenterNeedsNoElement() {
        properties.put("dubbo.config-center.address", "zookeeper://h:2181");
        refer();
        assertThat(resolver.configCenter()).isNotNull();
        assertThat(resolver.centerFiles()).isNotNull();
    }

    @Test
    void anAliasHasKeys() {
        properties.put("dubbo.protocol.dispather", "direct");
        assertThat(export().protocols())
                .extracting(ProtocolSettings::dispatcher)
                .containsExactly(ProtocolSettings.Dispatcher.DIRECT);
    }

    @Test
    void parametersHaveKeysThatRankLikeAttributes() {
        properties.put("dubbo.service.export.parameters.mine", "1");
        file.put("dubbo.service.parameters.other", "2");
        file.put("dubbo.service.parameters.written", "3");
        ServiceSettings settings = with(
                        application(), service().parameter("mine", "0").parameter("written", "0"))
                .resolve()
                .services()
                .get(0);
        assertThat(settings.parameters())
                .containsEntry("mine", "1")
                .containsEntry("other", "2")
                .containsEntry("written", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "dubbo.refrence.timeout, dubbo.reference.timeout",
        "dubbo.reference.foo.timeuot, dubbo.reference.foo.timeout",
        "dubbo.registrys.beijing.address, dubbo.registry.beijing.address",
        "dubbo.protocol.prot, dubbo.protocol.port",
        "dubbo.propertis.file, dubbo.properties.file",
    })
    void anUnknownKeyIsReportedWithTheNearestOne(String key, String nearest) {
        properties.put(key, "1");
        refer();
        assertWarning()
                .isEqualTo("CFG-W2 system property: key " + key + " is not known and has no effect; did you mean "
                        + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dubbo.reference.generic", "dubbo.reference.foo.generic", "dubbo.service.interface"})
    void aKeyAboutWhatAnElementIsHasNoEffectAndIsReportedOnce(String key) {
        properties.put(key, "true");
        assertThat(refer().style().generic()).isEqualTo("false");
        assertWarning().startsWith("CFG-W1 system property: key dubbo.").contains("what an element is");
    }

    @Test
    void aKeyThatIsReadElsewhereIsKnownAndOneWithoutAnyNeighbourIsNot() {
        properties.put("dubbo.resolve.file", "x");
        properties.put("dubbo.service.shutdown.wait", "1");
        properties.put("dubbo.reference.bar.timeout", "1");
        properties.put("dubbo.reference.bar.find.retries", "1");
        environment.put("DUBBO_SERVICE_HOST", "10.0.0.1");
        file.put("dubbo.something.quite.different", "x");
        refer();
        assertWarning().contains("properties file: key dubbo.something.quite.different", "File dubbo.properties.");
    }

    @ParameterizedTest
    @CsvSource({
        "dubbo.security.serialize.blockedClassList, auto-trust-serialize-class",
        "dubbo.security.serialize.openCheckClass, tern.serialize.mode",
        "dubbo.security.serialize.blockAllClassExceptAllow, auto-trust-serialize-class",
        "dubbo.security.serialize.generic.native-java-enable, nativejava",
        "dubbo.security.other, a check that Tern does not have",
        "dubbo.hessian.allowNonSerializable, Serializable",
        "dubbo.hessian.deny, tern.serialize.allow",
        "dubbo.spring.config, Spring",
        "dubbo.container, Spring",
        "dubbo.shutdown.hook, with the process",
        "dubbo.application.logger.level, slf4j",
    })
    void aKeyThatDubboReadsAndTernDoesNotHasAWarningWithTheReason(String key, String reason) {
        properties.put(key, "x");
        refer();
        assertWarning()
                .startsWith("CFG-W1 system property: key " + key + " has no effect: ")
                .contains(reason);
    }

    @Test
    void theClassesThatDubbosOwnKeyAdmitsAreAdmitted() {
        file.put("dubbo.security.serialize.allowedClassList", "com.acme.Order");
        with(application().parameter("tern.serialize.allow", "com.acme.shop"), reference())
                .resolve();
        assertThat(resolver.newWarnings()).isEmpty();
        assertThat(new OwnSettings(resolver.application().parameters()).allowed())
                .containsExactly("com.acme.shop", "com.acme.Order");
        environment.put("DUBBO_SECURITY_SERIALIZE_ALLOWEDCLASSLIST", "com.acme.Other");
        elements.clear();
        refer();
        assertThat(new OwnSettings(resolver.application().parameters()).allowed())
                .containsExactly("com.acme.Other");
    }

    @Test
    void whatAContainerPlatformSaysAboutItsServicesIsNoSetting() {
        environment.put("DUBBO_PROTOCOL_PORT", "tcp://10.0.0.1:20880");
        environment.put("DUBBO_PROVIDER_PORT", "udp://[fd00::1]:20880");
        environment.put("DUBBO_REGISTRY_PORT_2181_TCP", "tcp://10.0.0.2:2181");
        assertThat(export().protocols()).extracting(ProtocolSettings::port).containsExactly(20880);

        environment.put("DUBBO_PROTOCOL_PORT", "tcp://10.0.0.1");
        elements.clear();
        assertThatThrownBy(this::export).hasMessageContaining("CFG-02").hasMessageContaining("DUBBO_PROTOCOL_PORT");

        environment.clear();
        properties.put("dubbo.protocol.port", "tcp://10.0.0.1:20880");
        elements.clear();
        assertThatThrownBy(this::export).hasMessageContaining("CFG-02").hasMessageContaining("dubbo.protocol.port");
    }

    @Test
    void twoSpellingsOfAKeyAreAMistakeIfTheirValuesDiffer() {
        properties.put("dubbo.protocol.io-threads", "3");
        properties.put("dubbo.protocol.iothreads", " 3");
        assertThat(export().protocols()).extracting(ProtocolSettings::ioThreads).containsExactly(3);

        properties.put("dubbo.protocol.iothreads", "4");
        elements.clear();
        assertThatThrownBy(this::export)
                .hasMessageContaining("CFG-11 system property: key dubbo.protocol.io-threads contradicts key"
                        + " dubbo.protocol.iothreads, another spelling of the same key with another value; keep one of"
                        + " them.");
    }

    @Test
    void twoSpellingsOfAParametersKeyAreAMistakeAndItsValuesAreNotShown() {
        file.put("dubbo.provider.parameters.my-token", "open-sesame");
        file.put("dubbo.provider.parameters.my.token", "other-sesame");
        assertThatThrownBy(this::export)
                .hasMessageContaining("CFG-11 properties file: key dubbo.provider.parameters.my-token contradicts key"
                        + " dubbo.provider.parameters.my.token")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void twoSpellingsOfAKeyThatNobodyReadsAreNoMistake() {
        environment.put("DUBBO_REFERENCE_HOME", "a");
        environment.put("DUBBO_REFERENCEHOME", "b");
        file.put("dubbo.reference.timeout", "5");
        file.put("dubbo.reference.time-out", "6");
        assertThat(refer().defaults().timeoutMillis()).isEqualTo(9);
    }
}
