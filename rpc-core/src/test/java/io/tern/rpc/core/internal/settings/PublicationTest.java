// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.ZOOKEEPER;
import static io.tern.rpc.core.internal.settings.SettingsBench.registry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationTest {
    private final SettingsBench bench = new SettingsBench();

    private static final Map<String, String> ALWAYS =
            Map.of("generic", "false", "serialization", "hessian2", "prefer.serialization", "hessian2");

    private static Map<String, String> and(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(ALWAYS);
        all.putAll(more);
        return all;
    }

    @Test
    void aServiceOfWhichNothingIsWrittenSaysLittle() {
        assertThat(bench.serve(s -> {}, registry(ZOOKEEPER)).published()).isEqualTo(ALWAYS);
    }

    @Test
    void whatIsPublishedNowhereIsNotWorkedOut() {
        assertThat(bench.serve(s -> s.set("timeout", 5).set("scope", "remote")).published())
                .isEmpty();
        assertThat(bench.refer(r -> r.set("url", "h:1").set("timeout", 5)).published())
                .isEmpty();
    }

    @Test
    void referencesOfThisProcessHearWhatARegistryWouldHearAndMore() {
        Map<String, String> said = bench.serve(s -> s.set("timeout", 5).set("document", "http://h?a=1&b=2"))
                .published();
        assertThat(said).containsEntry("timeout", "5");
        assertThat(bench.warnings()).noneMatch(warning -> warning.contains("an entry of a registry"));
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, 5, timeout, 5",
        "retries, 0, retries, 0",
        "loadbalance, roundrobin, loadbalance, roundrobin",
        "cluster, failfast, cluster, failfast",
        "actives, 6, actives, 6",
        "executes, 7, executes, 7",
        "async, true, async, true",
        "async, no, async, false",
        "sent, true, sent, true",
        "connections, 2, connections, 2",
        "weight, 50, weight, 50",
        "warmup, 1000, warmup, 1000",
        "dynamic, false, dynamic, false",
        "deprecated, true, deprecated, true",
        "document, http://docs/x, document, http://docs/x",
        "token, some-word, token, some-word",
        "layer, biz, layer, biz",
        "tag, gray, dubbo.tag, gray",
        "group, blue, group, blue",
        "version, 1.0, version, 1.0",
        "owner, 'ann, bob', owner, 'ann,bob'",
        "mock, return null, mock, return null",
        "stub, com.acme.FooStub, stub, com.acme.FooStub",
        "local, true, local, true",
        "merger, list, merger, list",
        "forks, 3, forks, 3",
        "failbacktasks, 8, failbacktasks, 8",
        "accesslog, true, accesslog, true"
    })
    void whatAServiceOrItsProviderWritesIsPublished(String attribute, String text, String key, String value) {
        assertThat(bench.serve(s -> s.set(attribute, text), registry(ZOOKEEPER)).published())
                .isEqualTo(and(Map.of(key, value)));
        assertThat(new SettingsBench()
                        .serve(
                                s -> {},
                                registry(ZOOKEEPER),
                                ConfigElement.of(ElementKind.PROVIDER).set(attribute, text))
                        .published())
                .isEqualTo(and(Map.of(key, value)));
    }

    @Test
    void hessian2IsWhatEntriesPreferWhateverIsWritten() {
        String preferred = "fastjson2,hessian2";
        assertThat(bench.serve(
                                s -> s.set("prefer-serialization", preferred),
                                registry(ZOOKEEPER),
                                ConfigElement.of(ElementKind.PROVIDER).set("prefer-serialization", preferred),
                                ConfigElement.of(ElementKind.PROTOCOL)
                                        .set("name", "dubbo")
                                        .set("prefer-serialization", preferred))
                        .published())
                .isEqualTo(ALWAYS);
    }

    @Test
    void theServiceWinsOverItsProvider() {
        assertThat(bench.serve(
                                s -> s.set("timeout", 5).set("mock", "false").parameter("x", "1"),
                                registry(ZOOKEEPER),
                                ConfigElement.of(ElementKind.PROVIDER)
                                        .set("timeout", 6)
                                        .set("mock", "return")
                                        .parameter("x", "2")
                                        .parameter("y", "3"))
                        .published())
                .isEqualTo(and(Map.of("timeout", "5", "x", "1", "y", "3")));
    }

    @Test
    void methodsAndTheirParametersCarryTheMethodsName() {
        assertThat(bench.serve(
                                s -> s.method(
                                        "findFoo",
                                        m -> m.set("timeout", 5)
                                                .set("executes", 2)
                                                .set("return", false)
                                                .set("deprecated", true)
                                                .set("sticky", true)
                                                .set("retry", false)
                                                .parameter("hash.nodes", "9")
                                                .parameter(".own", "x")),
                                registry(ZOOKEEPER))
                        .published())
                .isEqualTo(and(Map.of(
                        "findFoo.timeout", "5",
                        "findFoo.executes", "2",
                        "findFoo.return", "false",
                        "findFoo.deprecated", "true",
                        "findFoo.sticky", "true",
                        "findFoo.retries", "0",
                        "findFoo.hash.nodes", "9")));
    }

    @Test
    void applicationAndModuleAreNamedButNotTheirPrivateParameters() {
        bench.application()
                .set("owner", "ann")
                .set("organization", "org")
                .set("architecture", "web-tier")
                .set("version", "7")
                .set("environment", "test")
                .parameter("qos.port", "22222")
                .parameter("tern.serialize.allow", "com.acme")
                .parameter("env", "blue");
        ConfigElement module = ConfigElement.of(ElementKind.MODULE)
                .set("name", "web")
                .set("owner", "bob")
                .set("version", "8");
        assertThat(bench.serve(
                                s -> s.parameter("bind.ip", "10.0.0.1")
                                        .parameter("bind.port", "1")
                                        .parameter(".hidden", "x")
                                        .parameter("monitor", "x")
                                        .parameter("zone", "east"),
                                registry(ZOOKEEPER),
                                module)
                        .published())
                .isEqualTo(and(Map.of(
                        "owner", "ann",
                        "organization", "org",
                        "application.version", "7",
                        "environment", "test",
                        "architecture", "web-tier",
                        "env", "blue",
                        "module", "web",
                        "module.owner", "bob",
                        "module.version", "8",
                        "zone", "east")));
    }

    @Test
    void protocolsSayWhatTheyAgreeOn() {
        ConfigElement one = ConfigElement.of(ElementKind.PROTOCOL)
                .set("id", "one")
                .set("name", "dubbo")
                .set("payload", 1000)
                .set("threads", 5)
                .set("port", 1)
                .set("iothreads", 2);
        ConfigElement two = ConfigElement.of(ElementKind.PROTOCOL)
                .set("id", "two")
                .set("name", "dubbo")
                .set("payload", 1000)
                .set("threads", 6)
                .set("port", 2);
        assertThat(bench.serve(
                                s -> {},
                                registry(ZOOKEEPER),
                                one,
                                two,
                                ConfigElement.of(ElementKind.PROVIDER).set("queues", 3))
                        .published())
                .isEqualTo(and(Map.of("payload", "1000", "queues", "3")));
    }

    @Test
    void aRandomTokenIsPublishedAsItIs() {
        ServiceSettings settings = bench.serve(s -> s.set("token", true), registry(ZOOKEEPER));
        assertThat(settings.token()).hasSize(36);
        assertThat(settings.published()).containsEntry("token", settings.token());
    }

    @Test
    void whatAnEntryCannotHoldIsLeftOutAndToldWithoutTheValue() {
        assertThat(bench.serve(
                                s -> s.parameter("a", "secret&word")
                                        .parameter("b=c", "1")
                                        .parameter("d", "x=y"),
                                registry(ZOOKEEPER))
                        .published())
                .isEqualTo(and(Map.of("d", "x=y")));
        assertThat(bench.warnings())
                .hasSize(2)
                .allMatch(text -> text.startsWith("CFG-W1 dubbo:service id \"fooExport\": attribute "))
                .noneMatch(text -> text.contains("secret"));
    }

    @Test
    void aReferenceSaysWhatItAndItsConsumerWrite() {
        bench.application().set("owner", "ann");
        assertThat(bench.refer(
                                r -> r.set("timeout", 5)
                                        .set("group", "a, b")
                                        .set("version", "*")
                                        .set("tag", "gray")
                                        .set("owner", "bob")
                                        .set("sticky", true)
                                        .method(
                                                "findFoo",
                                                m -> m.set("async", true).set("return", false))
                                        .parameter("token", "secret")
                                        .parameter("zone", "east"),
                                registry(ZOOKEEPER),
                                ConfigElement.of(ElementKind.CONSUMER)
                                        .set("check", false)
                                        .set("layer", "biz")
                                        .set("retries", 1)
                                        .set("timeout", 6))
                        .published())
                .isEqualTo(Map.ofEntries(
                        Map.entry("owner", "bob"),
                        Map.entry("layer", "biz"),
                        Map.entry("timeout", "5"),
                        Map.entry("group", "a,b"),
                        Map.entry("version", "*"),
                        Map.entry("dubbo.tag", "gray"),
                        Map.entry("sticky", "true"),
                        Map.entry("findFoo.async", "true"),
                        Map.entry("findFoo.return", "false"),
                        Map.entry("zone", "east"),
                        Map.entry("check", "false"),
                        Map.entry("retries", "1")));
    }
}
