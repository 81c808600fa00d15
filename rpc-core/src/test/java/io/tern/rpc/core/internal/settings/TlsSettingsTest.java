// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.reference;
import static io.tern.rpc.core.internal.settings.SettingsBench.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.TlsSettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the element {@code ssl} and {@code ssl-enabled} come to. */
class TlsSettingsTest {
    private static final String PASSWORD = "SECRET-WORD";

    @TempDir
    Path directory;

    private final SettingsBench bench = new SettingsBench();

    private String file(String name) {
        try {
            return Files.writeString(directory.resolve(name), "CONTENT-OF-" + name)
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ConfigElement ssl() {
        return ConfigElement.of(ElementKind.SSL);
    }

    private ConfigElement server() {
        return ssl().set("server-key-cert-chain-path", file("chain.pem"))
                .set("server-private-key-path", file("key.pem"));
    }

    private ConfigElement client() {
        return ssl().set("client-key-cert-chain-path", file("chain.pem"))
                .set("client-private-key-path", file("key.pem"));
    }

    private static ConfigElement port(@Nullable String enabled) {
        ConfigElement protocol = ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo");
        return enabled == null ? protocol : protocol.set("ssl-enabled", enabled);
    }

    private @Nullable TlsSettings ofPort(ConfigElement... others) {
        return bench.serve(s -> {}, others).protocols().get(0).server().tls();
    }

    private ConnectionSettings ofReference(ConfigElement... others) {
        return bench.refer(r -> r.set("url", "h:1"), others).connection();
    }

    @Test
    void aPortThatSaysSoIsEncryptedWithAllThatIsWritten() {
        TlsSettings tls = ofPort(
                port("true"),
                server().set("server-key-password", PASSWORD)
                        .set("server-trust-cert-collection-path", file("clients.pem")));
        assertThat(tls)
                .isEqualTo(new TlsSettings(
                        directory.resolve("chain.pem").toUri(),
                        directory.resolve("key.pem").toUri(),
                        PASSWORD,
                        directory.resolve("clients.pem").toUri(),
                        true));
        assertThat(String.valueOf(tls)).contains("chain.pem").doesNotContain(PASSWORD);
        assertThat(bench.warnings()).isEmpty();
    }

    @Test
    void aPortThatSaysNothingIsEncryptedIfThereIsACertificateAndOneThatSaysFalseIsNot() {
        assertThat(ofPort(port(null), server())).isNotNull();
        assertThat(bench.warnings())
                .singleElement()
                .asString()
                .startsWith("CFG-W2 dubbo:ssl")
                .contains("ssl-enabled");
        SettingsBench other = new SettingsBench();
        assertThat(other.serve(s -> {}, port("false"), server())
                        .protocols()
                        .get(0)
                        .server()
                        .tls())
                .isNull();
        assertThat(other.warnings()).isEmpty();
    }

    @Test
    void aPortCannotBeEncryptedWithoutACertificate() {
        assertThat(bench.mistakes(port("true"), service()))
                .singleElement()
                .asString()
                .startsWith("CFG-11 dubbo:protocol")
                .contains("attribute ssl-enabled = \"true\"", "server-key-cert-chain-path", "<dubbo:ssl>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server-key-cert-chain-path",
                "server-private-key-path",
                "client-key-cert-chain-path",
                "client-private-key-path"
            })
    void aCertificateAndItsKeyComeTogether(String name) {
        assertThat(bench.mistakes(
                        port("true"),
                        ssl().set(name, file("one.pem")),
                        reference().set("url", "h:1")))
                .singleElement()
                .asString()
                .startsWith("CFG-11 dubbo:ssl")
                .contains("attribute " + name, "write both or none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server-key-cert-chain-path",
                "server-private-key-path",
                "server-trust-cert-collection-path",
                "client-key-cert-chain-path",
                "client-private-key-path",
                "client-trust-cert-collection-path"
            })
    void aFileThatCannotBeReadIsNamed(String name) {
        ConfigElement ssl = name.startsWith("server") ? server() : client();
        for (String missing :
                List.of("/no/such.pem", directory.toString(), "classpath:no/such.pem", "file:///no", "file:no")) {
            SettingsBench each = new SettingsBench();
            List<String> mistakes = each.mistakes(
                    port("true"),
                    ssl.set(name, missing),
                    name.startsWith("server") ? service() : reference().set("url", "h:1"));
            assertThat(mistakes)
                    .singleElement()
                    .asString()
                    .startsWith("CFG-08 dubbo:ssl")
                    .contains("attribute " + name + " = \"" + missing + '"')
                    .doesNotContain("CONTENT-OF");
        }
    }

    @Test
    void filesOnTheClassPathAndByUrlAreFound() {
        String own = TlsSettingsTest.class.getName().replace('.', '/') + ".class";
        TlsSettings tls = bench.refer(
                        r -> r.set("url", "h:1"),
                        ssl().set("client-trust-cert-collection-path", "classpath:" + own)
                                .set(
                                        "client-key-cert-chain-path",
                                        directory.resolve(file("a.pem")).toUri().toString())
                                .set("client-private-key-path", "classpath:java/lang/Object.class"))
                .connection()
                .tls();
        assertThat(tls.trusted()).hasScheme("file");
        assertThat(tls.certificateChain()).isEqualTo(directory.resolve("a.pem").toUri());
        assertThat(tls.privateKey()).hasScheme("jrt");
    }

    @Test
    void aConsumerWithACertificateEncryptsAllConnectionsAndOneWithoutThoseOfProvidersThatAskForIt() {
        ConnectionSettings plain = ofReference();
        assertThat(plain.encrypted()).isFalse();
        assertThat(plain.tls()).isEqualTo(TlsSettings.DEFAULT);

        ConnectionSettings trusting = new SettingsBench()
                .refer(r -> r.set("url", "h:1"), ssl().set("client-trust-cert-collection-path", file("ca.pem")))
                .connection();
        assertThat(trusting.encrypted()).isFalse();
        assertThat(trusting.tls().trusted())
                .isEqualTo(directory.resolve("ca.pem").toUri());

        ConnectionSettings certified = new SettingsBench()
                .refer(r -> r.set("url", "h:1"), client().set("client-key-password", PASSWORD))
                .connection();
        assertThat(certified.encrypted()).isTrue();
        assertThat(certified.tls().keyPassword()).isEqualTo(PASSWORD);
        assertThat(certified.toString()).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        "true, , , true",
        ", true, , true",
        ", , true, true",
        "false, true, true, false",
        ", false, true, false",
        "on, , , true"
    })
    void theNearestWordOfTheConsumerDecides(
            @Nullable String reference, @Nullable String consumer, @Nullable String application, boolean encrypted) {
        if (application != null) {
            bench.application().parameter("ssl-enabled", application);
        }
        ConfigElement defaults = ConfigElement.of(ElementKind.CONSUMER);
        if (consumer != null) {
            defaults.parameter("ssl-enabled", consumer);
        }
        assertThat(bench.refer(
                                r -> {
                                    r.set("url", "h:1");
                                    if (reference != null) {
                                        r.parameter("ssl-enabled", reference);
                                    }
                                },
                                defaults)
                        .connection()
                        .encrypted())
                .isEqualTo(encrypted);
    }

    @Test
    void aWordThatIsNeitherTrueNorFalseIsAMistake() {
        assertThat(bench.mistakes(reference().set("url", "h:1").parameter("ssl-enabled", "perhaps")))
                .singleElement()
                .asString()
                .startsWith("CFG-04")
                .contains("\"ssl-enabled\"", "= \"perhaps\"");
        SettingsBench other = new SettingsBench();
        other.application().parameter("tern.tls.host-check", "perhaps");
        assertThat(other.mistakes(reference().set("url", "h:1")))
                .singleElement()
                .asString()
                .startsWith("CFG-04")
                .contains("tern.tls.host-check");
    }

    @Test
    void theCheckOfHostsIsOnUntilSomebodySwitchesItOffWithAWarning() {
        assertThat(ofReference().tls().checksHost()).isTrue();
        SettingsBench careless = new SettingsBench();
        careless.application().parameter("tern.tls.host-check", "false");
        assertThat(careless.refer(r -> r.set("url", "h:1")).connection().tls().checksHost())
                .isFalse();
        assertThat(careless.warnings())
                .singleElement()
                .asString()
                .startsWith("CFG-W2")
                .contains("tern.tls.host-check");
        SettingsBench property = new SettingsBench().property("tern.tls.host-check", "false");
        assertThat(property.refer(r -> r.set("url", "h:1"), client())
                        .connection()
                        .tls()
                        .checksHost())
                .isFalse();
        assertThat(property.warnings()).singleElement().asString().startsWith("CFG-W2");
    }

    @Test
    void thereIsOneElement() {
        assertThat(bench.mistakes(server().id("one"), server().id("two"), port("true"), service()))
                .singleElement()
                .asString()
                .startsWith("CFG-11 dubbo:ssl")
                .contains("two", "one element ssl");
    }

    @Test
    void theDescriptionOfAPortAndOfAReferenceHasNoSecret() {
        String text = new io.tern.rpc.core.internal.lifecycle.Description()
                .add(bench.serve(s -> {}, port("true"), server().set("server-key-password", PASSWORD)))
                .add(new SettingsBench().refer(r -> r.set("url", "h:1"), client().set("client-key-password", PASSWORD)))
                .toString();
        assertThat(text)
                .contains("server-key-cert-chain-path = ", "server-key-password = ***", "client-key-password = ***")
                .contains("ssl-enabled  = true", "tern.tls.host-check = true", "chain.pem")
                .doesNotContain(PASSWORD);
    }
}
