// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenReportTest {
    private final SettingsBench bench = new SettingsBench();

    private String report(ConfigElement... elements) {
        assertThat(bench.mistakes(elements)).isEmpty();
        return bench.resolver().writtenReport();
    }

    private static ConfigElement reference() {
        return SettingsBench.reference().set("url", "127.0.0.1:20880").resource("consumer.xml");
    }

    @Test
    void eachElementHasItsPlaceAndItsAttributes() {
        assertThat(report(reference().set("timeout", 5).method("findFoo", method -> method.set("timeout", 7))))
                .startsWith("as written\n")
                .contains("  dubbo:application name \"shop\"\n    name                 = shop\n")
                .contains("  dubbo:reference \"foo\", in consumer.xml\n")
                .contains("    timeout              = 5\n")
                .contains("    dubbo:method name \"findFoo\" in dubbo:reference \"foo\", in consumer.xml\n")
                .contains("      timeout              = 7\n");
    }

    @Test
    void whatHasNoEffectHasItsReason() {
        assertThat(report(
                        reference().set("owner", "me").set("services", "a").set("timeout", 0),
                        ConfigElement.of(ElementKind.PROTOCOL)
                                .set("name", "rmi")
                                .set("dispatcher", "execution")))
                .contains("owner                = me")
                .contains("(published only: it is information for consoles only)\n")
                .contains("(no effect: providers are found by interface, not by application)\n")
                .contains("(the same as not written)\n")
                .contains("(refused as soon as it is used: Tern speaks the protocol dubbo)\n")
                .contains("(no effect: the kind message is used; events of connections run no code of users)\n");
    }

    @Test
    void whatHasItsEffectNeedsNoRemark() {
        assertThat(report(ConfigElement.of(ElementKind.METRICS).set("enable-jvm", true)))
                .contains("enable-jvm           = true\n");
    }

    @Test
    void whatComesFromOutsideSaysSoAndWhatItHidesToo() {
        bench.property("dubbo.reference.foo.timeout", "3");
        bench.property("dubbo.reference.foo.parameters.mine", "3");
        assertThat(report(reference().set("timeout", 5).parameter("mine", "5").parameter("retries", "1")))
                .contains("timeout              = 3                            system property, attribute"
                        + " dubbo.reference.foo.timeout\n")
                .contains("(does not count beside system property, attribute dubbo.reference.foo.timeout)\n")
                .contains("parameter mine       = 3")
                .contains("(does not count beside system property, attribute dubbo.reference.foo.parameters.mine)\n")
                .contains("retries              = 1");
    }

    @Test
    void whatAnImplementationIsGivenIsNotShown() {
        assertThat(report(SettingsBench.service()
                        .set("ref", null)
                        .set("class", SettingsBench.FooServer.class.getName())
                        .add(ConfigElement.of(ElementKind.PROPERTY)
                                .set("name", "login.word")
                                .set("value", "open-sesame"))))
                .contains("name                 = login.word", "value                = ***")
                .doesNotContain("open-sesame");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.password",
                "passphrase",
                "user-pwd",
                "clientSecret",
                "credentials",
                "apiKey",
                "api-key",
                "private_key",
                "accessKey"
            })
    void parametersWithTheNameOfASecretAreHidden(String name) {
        assertThat(report(reference()
                        .parameter(name, "open-sesame")
                        .parameter("place", "http://h/?a=1&" + name + "=open-sesame&b=2")))
                .contains("= ***", "b=2")
                .doesNotContain("open-sesame");
    }

    @Test
    void secretsAreHiddenWhereverTheyStand() {
        assertThat(report(
                        SettingsBench.registry("zookeeper://me:secret-word@127.0.0.1:2181?password=secret-word")
                                .set("password", "secret-word")
                                .set("username", "secret-word")
                                .parameter("access-token", "secret-word"),
                        SettingsBench.service().set("token", "secret-word")))
                .contains("address              = zookeeper://***@127.0.0.1:2181?password=***")
                .contains("password             = ***")
                .contains("parameter access-token = ***")
                .contains("token                = ***")
                .doesNotContain("secret-word");
    }
}
