// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.ZOOKEEPER;
import static io.tern.rpc.core.internal.settings.SettingsBench.reference;
import static io.tern.rpc.core.internal.settings.SettingsBench.registry;
import static io.tern.rpc.core.internal.settings.SettingsBench.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.lifecycle.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryResolverTest {
    private final SettingsBench bench = new SettingsBench();

    private List<RegistrySettings> registries(ConfigElement... registries) {
        return bench.refer(r -> {}, registries).registries();
    }

    private RegistrySettings only(ConfigElement registry) {
        return registries(registry).get(0);
    }

    private static List<String> ids(List<RegistrySettings> registries) {
        return registries.stream().map(RegistrySettings::id).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "zookeeper://a:1,b:2                | -         | -    | a:1 b:2",
                "a:1,b:2                            | zookeeper | -    | a:1 b:2",
                "zookeeper://a:1?backup=b:2         | -         | -    | a:1 b:2",
                "a:1?backup=b:2                     | zookeeper | -    | a:1 b:2",
                "ZooKeeper://a:1/ignored.path?backup=b:2 | -    | -    | a:1 b:2",
                "'zookeeper://a:1 , b:2,'           | -         | -    | a:1 b:2",
                "zookeeper://a:1,b:2?backup=b:2,a:1 | -         | -    | a:1 b:2",
                "zookeeper://a:1,b:2                | nacos     | -    | a:1 b:2",
                "zookeeper://a,b                    | -         | -    | a:2181 b:2181",
                "a,b:5                              | zookeeper | -    | a:2181 b:5",
                "zookeeper://a?backup=b             | -         | 4000 | a:4000 b:4000",
                "zookeeper://me:pw@[::1],[::2]:7    | -         | -    | [::1]:2181 [::2]:7",
            })
    void everySpellingOfAnAddressGivesTheSameHosts(String address, String protocol, Integer port, String hosts) {
        RegistrySettings settings =
                only(registry(address).set("protocol", protocol).set("port", port));
        assertThat(settings.kind()).isEqualTo("zookeeper");
        assertThat(String.join(" ", settings.addresses())).isEqualTo(hosts);
    }

    @ParameterizedTest
    @CsvSource({
        "nacos://h, nacos, h:8848",
        "multicast://224.5.6.7, multicast, 224.5.6.7:1234",
        "mine://h, mine, h:9090",
        "file:///etc/shop/providers.txt?x=1, file, /etc/shop/providers.txt"
    })
    void hostsWithoutAPortGetTheUsualOneOfTheirKind(String address, String kind, String host) {
        RegistrySettings settings = only(registry(address));
        assertThat(settings.kind()).isEqualTo(kind);
        assertThat(settings.addresses()).containsExactly(host);
    }

    @ParameterizedTest
    @CsvSource({"zookeeper://a:1;nacos://b", "zookeeper://a:1|nacos://b", "'zookeeper://a:1 ; nacos://b;'"})
    void oneElementMayNameSeveralRegistries(String address) {
        List<RegistrySettings> settings = registries(registry("r", address).set("file", "cache/r"));
        assertThat(ids(settings)).containsExactly("r", "r#2");
        assertThat(settings).extracting(RegistrySettings::kind).containsExactly("zookeeper", "nacos");
        assertThat(settings).extracting(RegistrySettings::file).containsExactly("cache/r", "cache/r.2");
    }

    @Test
    void whatNobodyWritesHasItsDefault() {
        RegistrySettings settings = only(registry(ZOOKEEPER));
        assertThat(settings)
                .usingRecursiveComparison()
                .ignoringFields("origins")
                .isEqualTo(new RegistrySettings(
                        "dubbo.registry",
                        "zookeeper",
                        List.of("127.0.0.1:2181"),
                        null,
                        null,
                        null,
                        30_000,
                        60_000,
                        "/home/me/.tern/registry-shop-zookeeper-127.0.0.1_2181-dubbo.cache",
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
                        true,
                        null,
                        null,
                        Map.of(),
                        Map.of()));
    }

    @Test
    void theTimeoutOfOtherKindsIsShorter() {
        assertThat(only(registry("nacos://h")).timeoutMillis()).isEqualTo(5_000);
    }

    @Test
    void everyAttributeMayStandInTheQueryAndCountsMoreWhereItIsAnAttribute() {
        RegistrySettings settings =
                only(registry("zookeeper://h?timeout=7000&session=9&group=a/b&check=false&register=false"
                                + "&dynamic=false&zone=east&weight=30&preferred=true&simplified=true&extra-keys=x,y"
                                + "&accepts=dubbo&use-as-config-center=false&file=some/file&cluster=failover&forks=3"
                                + "&other=1&both=2")
                        .set("timeout", 8_000)
                        .parameter("both", "3"));
        assertThat(settings.timeoutMillis()).isEqualTo(8_000);
        assertThat(settings.sessionMillis()).isEqualTo(9);
        assertThat(settings.group()).isEqualTo("a/b");
        assertThat(settings.check()).isFalse();
        assertThat(settings.register()).isFalse();
        assertThat(settings.dynamic()).isFalse();
        assertThat(settings.zone()).isEqualTo("east");
        assertThat(settings.weight()).isEqualTo(30);
        assertThat(settings.preferred()).isTrue();
        assertThat(settings.simplified()).isTrue();
        assertThat(settings.extraKeys()).containsExactlyInAnyOrder("x", "y");
        assertThat(settings.accepts()).containsExactly("dubbo");
        assertThat(settings.configCenter()).isFalse();
        assertThat(settings.file()).isEqualTo("some/file");
        assertThat(settings.cluster()).isEqualTo("failover");
        assertThat(settings.forks()).isEqualTo(3);
        assertThat(settings.parameters()).containsOnly(Map.entry("other", "1"), Map.entry("both", "3"));
        assertThat(settings.origins().get("session"))
                .extracting(Origin::attribute)
                .isEqualTo("session");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout=abc, CFG-02",
        "timeout=0, CFG-03",
        "check=maybe, CFG-04",
        "weight=101, CFG-03",
        "register-mode=instance, CFG-16"
    })
    void wrongValuesInTheQueryAreMistakes(String query, String code) {
        assertThat(bench.mistakes(registry("r", "zookeeper://h?" + query), reference()))
                .singleElement()
                .asString()
                .startsWith(code + " dubbo:registry id \"r\": attribute " + query.split("=", 2)[0] + " = ");
    }

    @ParameterizedTest
    @CsvSource({"zookeeper://h?backup=b:x", "zookeeper://h?backup=a:b:c", "zookeeper://", "h:0"})
    void aMalformedHostIsAMistakeAndTheOnlyOne(String address) {
        assertThat(bench.mistakes(registry("r", address).set("protocol", "zookeeper"), reference()))
                .singleElement()
                .asString()
                .startsWith("CFG-14 dubbo:registry id \"r\": attribute address = ");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "zookeeper://joe:secret@h, -, -, joe, secret",
                "zookeeper://h?username=joe&password=secret, -, -, joe, secret",
                "zookeeper://joe:a:b@h, -, -, joe, a:b",
                "zookeeper://joe@h, -, -, joe, -",
                "zookeeper://joe:secret@h?username=jim, -, -, joe, secret",
                "zookeeper://joe:secret@h, jack, other, jack, other"
            })
    void userAndPasswordStandInTheAddressOrInAttributes(
            String address, String username, String password, String user, String word) {
        RegistrySettings settings =
                only(registry(address).set("username", username).set("password", password));
        assertThat(settings.addresses()).containsExactly("h:2181");
        assertThat(settings.username()).isEqualTo(user);
        assertThat(settings.password()).isEqualTo(word);
        assertThat(settings.toString()).doesNotContain("secret", "joe");
    }

    @Test
    void noTwoRegistriesShareTheUsualFileAndNoneIsDubbos() {
        List<RegistrySettings> settings = registries(
                registry("a", "zookeeper://h:1"),
                registry("b", "zookeeper://h:2"),
                registry("c", "zookeeper://h:1").set("group", "test/a"),
                registry("d", "zookeeper://h:1").set("group", "test_a"),
                registry("e", "nacos://h:1"),
                registry("f", "zookeeper://" + "x".repeat(180) + "1:1"),
                registry("g", "zookeeper://" + "x".repeat(180) + "2:1"));
        assertThat(settings)
                .extracting(RegistrySettings::file)
                .doesNotHaveDuplicates()
                .allMatch(file -> file.startsWith("/home/me/.tern/registry-shop-"))
                .allMatch(file -> file.length() < 220);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"false, -", "FALSE, -", "cache/r.cache, cache/r.cache"})
    void aFileMayBeWrittenOrSwitchedOff(String written, String file) {
        assertThat(only(registry(ZOOKEEPER).set("file", written)).file()).isEqualTo(file);
    }

    @Test
    void aKindThatIsNotThereIsAMistakeWhenItIsUsedAndAWarningBefore() {
        ConfigElement unused = registry("r", "consul://h:1").set("default", false);
        assertThat(bench.mistakes(unused, registry("z", ZOOKEEPER), reference()))
                .isEmpty();
        assertThat(bench.warnings())
                .singleElement()
                .asString()
                .isEqualTo(
                        "CFG-W2 dubbo:registry id \"r\": attribute address = \"consul://h:1\" is legal but suspicious:"
                                + " it is an error (CFG-16) as soon as a service or reference uses it, for it needs a registry"
                                + " of the kind consul, which is not there; there are: file, mine, multicast, nacos, zookeeper.");
        assertThat(bench.mistakes(reference().set("id", "second").set("registry", "r")))
                .singleElement()
                .asString()
                .startsWith(
                        "CFG-16 dubbo:registry id \"r\": attribute address = \"consul://h:1\" needs a registry of the"
                                + " kind consul, which is not there; there are: file, mine");
        assertThat(bench.mistakes(service().set("registry", "r")))
                .singleElement()
                .asString()
                .startsWith("CFG-16 ");
        assertThat(bench.mistakes(service().set("registry", "r").set("register", false)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "dns://h:1, the kind dns, add the module io.tern:rpc-registry-dns",
        "redis://h:1, the kind redis, there are:",
        "dubbo://h:1, the kind dubbo, there are:",
        "h:1, the kind dubbo, there are:",
        "simple://h, the kind simple, there are:",
        "etcd3://h:1, the kind etcd3, there are:"
    })
    void theMistakeNamesTheCure(String address, String kind, String cure) {
        assertThat(bench.mistakes(registry(address), reference()))
                .singleElement()
                .asString()
                .startsWith("CFG-16 dubbo:registry")
                .contains(kind, cure);
    }

    @Test
    void aKindOfTheUsersOwnIsLegalInAddressAndProtocol() {
        assertThat(only(registry("h").set("protocol", "mine")).kind()).isEqualTo("mine");
        assertThat(bench.mistakes(registry("x", "h").set("protocol", "mien")))
                .singleElement()
                .asString()
                .startsWith("CFG-05 ")
                .contains("did you mean \"mine\"?");
    }

    /** The columns: what the reference, the consumer, the module and the application name. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "a, b, c, d, a",
                "'b, a', -, -, -, b a",
                "-, b, c, d, b",
                "-, -, c, d, c",
                "-, -, -, d, d",
                "-, -, -, -, a b c",
                "' ', b, -, -, b"
            })
    void theNearestElementThatNamesRegistriesDecides(
            String reference, String consumer, String module, String application, String expected) {
        bench.application().set("registry", application);
        assertThat(ids(bench.refer(
                                r -> r.set("registry", reference),
                                registry("a", ZOOKEEPER),
                                registry("b", ZOOKEEPER),
                                registry("c", ZOOKEEPER),
                                registry("d", ZOOKEEPER).set("default", false),
                                registry("none", "N/A"),
                                ConfigElement.of(ElementKind.CONSUMER).set("registry", consumer),
                                ConfigElement.of(ElementKind.MODULE)
                                        .set("name", "m")
                                        .set("registry", module))
                        .registries()))
                .containsExactly(expected.split(" "));
    }

    @Test
    void theProviderDecidesForItsServices() {
        assertThat(ids(bench.serve(
                                s -> {},
                                registry("a", ZOOKEEPER),
                                registry("b", ZOOKEEPER),
                                ConfigElement.of(ElementKind.PROVIDER).set("registry", "b"))
                        .registries()))
                .containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource({"N/A", "n/a", "none"})
    void nothingIsAskedWithoutARegistry(String registry) {
        ConfigElement none = registry("none", "n/A");
        assertThat(bench.mistakes(registry("a", ZOOKEEPER), none, reference().set("registry", registry)))
                .singleElement()
                .asString()
                .startsWith("CFG-17 dubbo:reference id \"foo\": there is nowhere to send calls");
        assertThat(new SettingsBench()
                        .serve(s -> s.set("registry", registry), registry("a", ZOOKEEPER), registry("none", "n/A"))
                        .registries())
                .isEmpty();
    }

    @Test
    void aRegistryWithoutSubscribeIsNotAskedAndOneWithoutRegisterGetsNoServices() {
        ConfigElement publishOnly = registry("p", ZOOKEEPER).set("subscribe", false);
        ConfigElement askOnly = registry("q", ZOOKEEPER).set("register", false);
        SettingsResolver.Resolved resolved = bench.resolve(publishOnly, askOnly, reference(), service());
        assertThat(ids(resolved.references().get(0).registries())).containsExactly("q");
        assertThat(ids(resolved.services().get(0).registries())).containsExactly("p");
    }

    @Test
    void aServiceIsPublishedWhereOneOfItsProtocolsMayBe() {
        ConfigElement protocol = ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo");
        assertThat(ids(bench.serve(
                                s -> {},
                                registry("a", ZOOKEEPER).set("accepts", "tri"),
                                registry("b", ZOOKEEPER).set("accepts", "tri, dubbo"),
                                registry("c", ZOOKEEPER),
                                protocol)
                        .registries()))
                .containsExactly("b", "c");
        SettingsBench another = new SettingsBench();
        var settings = another.serve(
                s -> {},
                registry(ZOOKEEPER),
                ConfigElement.of(ElementKind.PROTOCOL).set("name", "dubbo").set("register", false));
        assertThat(settings.registries()).isEmpty();
        assertThat(settings.protocols().get(0).register()).isFalse();
    }

    @Test
    void aServiceThatIsNotRegisteredIsPublishedNowhere() {
        assertThat(bench.serve(s -> s.set("register", false), registry(ZOOKEEPER))
                        .registries())
                .isEmpty();
        assertThat(new SettingsBench()
                        .serve(
                                s -> {},
                                registry(ZOOKEEPER),
                                ConfigElement.of(ElementKind.PROVIDER).set("register", false))
                        .registries())
                .isEmpty();
    }

    @Test
    void aUrlIsCalledWithoutRegistriesAndAPropertyBeatsThem() {
        assertThat(bench.refer(r -> r.set("url", "127.0.0.1:1"), registry(ZOOKEEPER))
                        .registries())
                .isEmpty();
        SettingsBench redirected = new SettingsBench().property(SettingsBench.FOO, "dubbo://127.0.0.1:7");
        var settings = redirected.refer(r -> r.set("registry", "a"), registry("a", ZOOKEEPER));
        assertThat(settings.endpoints()).hasSize(1);
        assertThat(settings.registries()).isEmpty();
    }

    @Test
    void aRegistryMayBeWrittenInPropertiesOnly() {
        SettingsBench properties = new SettingsBench()
                .property("dubbo.registry.address", "zookeeper://h")
                .property("dubbo.registry.timeout", "70");
        RegistrySettings settings = properties.refer(r -> {}).registries().get(0);
        assertThat(settings.addresses()).containsExactly("h:2181");
        assertThat(settings.timeoutMillis()).isEqualTo(70);
        assertThat(bench.mistakes(reference())).singleElement().asString().startsWith("CFG-17");
    }

    @Test
    void afterAMistakeTheRegistriesAreLookedAtAgain() {
        assertThat(bench.mistakes(registry("r", "nosuch://h"), reference())).hasSize(1);
        assertThat(bench.refer(r -> {}, bench.application(), registry("r", ZOOKEEPER))
                        .registries())
                .hasSize(1);
    }

    @Test
    void emptyProtectionCannotBeSwitchedOff() {
        only(registry(ZOOKEEPER).set("enable-empty-protection", false));
        assertThat(bench.warnings())
                .singleElement()
                .asString()
                .startsWith("CFG-W1 ")
                .contains("attribute enable-empty-protection has no effect");
    }

    @Test
    void theDescriptionSaysEachSettingOnce() {
        SettingsResolver.Resolved resolved = bench.resolve(
                registry("r", "zookeeper://h"),
                reference().set("cache", "lru").method("findFoo", method -> method.set("validation", true)),
                service());
        String text = new Description()
                .add(resolved.references().get(0))
                .add(resolved.services().get(0))
                .toString();
        List<String> ofOne = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.contains(" = ")) {
                ofOne.add(line.substring(0, line.indexOf('=')).strip());
            } else {
                ofOne.clear();
            }
            assertThat(ofOne).doesNotHaveDuplicates();
        }
        assertThat(text).containsPattern("cache += lru").containsPattern("validation += true");
    }

    @Test
    void theDescriptionShowsRegistriesAndKeepsSecrets() {
        SettingsResolver.Resolved resolved = bench.resolve(
                registry("r", "zookeeper://joe:hunter2@h?zone=east"),
                reference().set("mock", "return null").set("sticky", true).set("tag", "gray"),
                service().set("token", "secret-word"));
        String text = new Description()
                .add(bench.resolver().application())
                .add(resolved.references().get(0))
                .add(resolved.services().get(0))
                .toString();
        assertThat(text)
                .containsPattern("register-consumer += true")
                .contains("registry r (zookeeper://h:2181)")
                .containsPattern("password += \\*\\*\\* +dubbo:registry \"r\"")
                .containsPattern("username += \\*\\*\\*")
                .containsPattern("zone += east")
                .containsPattern("mock += return null +dubbo:reference \"foo\"")
                .containsPattern("sticky += true")
                .containsPattern("tag += gray")
                .doesNotContain("hunter2", "joe", "secret-word", " url ");
    }

    @Test
    void ofSeveralClustersTheLastOneCountsAndTheOthersAreWarnedOfOnce() {
        SettingsBench together = new SettingsBench();
        together.resolve(
                registry("a", "zookeeper://a").set("cluster", "failover"),
                registry("b", "zookeeper://b").set("cluster", "broadcast"),
                registry("c", "zookeeper://c"),
                SettingsBench.reference().set("registry", "a,b,c"),
                SettingsBench.reference().set("id", "other").set("registry", "a, b"),
                SettingsBench.reference().set("id", "alone").set("registry", "a"));
        assertThat(together.warnings())
                .singleElement()
                .asString()
                .contains(
                        "CFG-W2", "registry id \"a\"", "cluster = \"failover\"", "registry b", "\"broadcast\" counts");
    }

    @Test
    void ofEqualClustersNothingIsSaid() {
        SettingsBench together = new SettingsBench();
        together.resolve(
                registry("a", "zookeeper://a").set("cluster", "failover"),
                registry("b", "zookeeper://b").set("cluster", "failover").set("forks", 3),
                SettingsBench.reference());
        assertThat(together.warnings()).isEmpty();
    }
}
