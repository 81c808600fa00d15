// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static io.tern.rpc.core.internal.settings.SettingsBench.ZOOKEEPER;
import static io.tern.rpc.core.internal.settings.SettingsBench.reference;
import static io.tern.rpc.core.internal.settings.SettingsBench.registry;
import static io.tern.rpc.core.internal.settings.SettingsBench.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Attributes that need several providers or a registry, in every place that may hold them. */
class LiveAttributesTest {
    private final SettingsBench bench = new SettingsBench();

    static Stream<Arguments> ofMethods() {
        return Stream.of(
                Arguments.of(
                        "loadbalance",
                        "roundrobin",
                        value(s -> s.method("findFoo").loadBalance()),
                        "roundrobin"),
                Arguments.of(
                        "loadbalance",
                        "leastactive",
                        value(s -> s.method("findFoo").loadBalance()),
                        "leastactive"),
                Arguments.of(
                        "loadbalance",
                        "consistenthash",
                        value(s -> s.method("findFoo").loadBalance()),
                        "consistenthash"),
                Arguments.of(
                        "loadbalance",
                        "shortestresponse",
                        value(s -> s.method("findFoo").loadBalance()),
                        "shortestresponse"),
                Arguments.of(
                        "loadbalance",
                        "adaptive",
                        value(s -> s.method("findFoo").loadBalance()),
                        "adaptive"),
                Arguments.of(
                        "loadbalance", "p2c", value(s -> s.method("findFoo").loadBalance()), "p2c"),
                Arguments.of(
                        "loadbalance", "nearest", value(s -> s.method("findFoo").loadBalance()), "nearest"),
                Arguments.of("sticky", "true", value(s -> s.method("findFoo").sticky()), true),
                Arguments.of("mock", "true", value(s -> s.method("findFoo").mock()), "true"),
                Arguments.of("mock", "default", value(s -> s.method("findFoo").mock()), "default"),
                Arguments.of(
                        "mock",
                        "com.acme.FooMock",
                        value(s -> s.method("findFoo").mock()),
                        "com.acme.FooMock"),
                Arguments.of(
                        "mock", "return null", value(s -> s.method("findFoo").mock()), "return null"),
                Arguments.of(
                        "mock",
                        "force:return {\"a\": 1}",
                        value(s -> s.method("findFoo").mock()),
                        "force:return {\"a\": 1}"),
                Arguments.of(
                        "mock",
                        "fail:throw com.acme.Oops",
                        value(s -> s.method("findFoo").mock()),
                        "fail:throw com.acme.Oops"),
                Arguments.of("merger", "list", value(s -> s.method("findFoo").merger()), "list"),
                Arguments.of("merger", ".addAll", value(s -> s.method("findFoo").merger()), ".addAll"),
                Arguments.of(
                        "failbacktasks", "7", value(s -> s.method("findFoo").failbackTasks()), 7));
    }

    static Stream<Arguments> ofReferences() {
        return Stream.of(
                Arguments.of("forks", "5", value(s -> s.defaults().forks()), 5),
                Arguments.of("tag", "gray", value(ReferenceSettings::tag), "gray"),
                Arguments.of("cluster", "failback", value(ReferenceSettings::cluster), "failback"),
                Arguments.of("cluster", "forking", value(ReferenceSettings::cluster), "forking"),
                Arguments.of("cluster", "broadcast", value(ReferenceSettings::cluster), "broadcast"),
                Arguments.of("cluster", "mergeable", value(ReferenceSettings::cluster), "mergeable"),
                Arguments.of("cluster", "zone-aware", value(ReferenceSettings::cluster), "zone-aware"),
                Arguments.of("cluster", "careful", value(ReferenceSettings::cluster), "careful"));
    }

    static Stream<Arguments> ofAll() {
        return Stream.concat(ofMethods(), ofReferences());
    }

    private static Function<ReferenceSettings, Object> value(Function<ReferenceSettings, Object> of) {
        return of;
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("ofMethods")
    void theMethodDecides(String name, String text, Function<ReferenceSettings, Object> value, Object expected) {
        assertThat(value.apply(bench.refer(r -> r.method("findFoo", m -> m.set(name, text)), registry(ZOOKEEPER))))
                .isEqualTo(expected);
        assertThat(bench.warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("ofAll")
    void elseTheReferenceElseTheConsumer(
            String name, String text, Function<ReferenceSettings, Object> value, Object expected) {
        assertThat(value.apply(bench.refer(r -> r.set(name, text), registry(ZOOKEEPER))))
                .isEqualTo(expected);
        assertThat(value.apply(new SettingsBench()
                        .refer(
                                r -> r.set(name, " "),
                                registry(ZOOKEEPER),
                                ConfigElement.of(ElementKind.CONSUMER).set(name, text))))
                .isEqualTo(expected);
        assertThat(bench.warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("ofAll")
    void aPlaceholderThatNobodyResolvesIsAMistake(String name, String text) {
        assertThat(bench.mistakes(registry(ZOOKEEPER), reference().set(name, "${no.such}")))
                .singleElement()
                .asString()
                .startsWith("CFG-13 dubbo:reference id \"foo\": attribute " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "loadbalance, roundRobin, CFG-05",
        "cluster, failOver, CFG-05",
        "sticky, maybe, CFG-04",
        "forks, 0, CFG-03",
        "forks, two, CFG-02",
        "failbacktasks, 0, CFG-03",
        "failbacktasks, x, CFG-02",
        "tag, a b, CFG-15",
        "group, 'a,b c', CFG-15",
        "version, a b, CFG-15"
    })
    void wrongValuesOfReferencesAreMistakes(String name, String text, String code) {
        assertThat(bench.mistakes(registry(ZOOKEEPER), reference().set(name, text)))
                .singleElement()
                .asString()
                .startsWith(code + " dubbo:reference id \"foo\": attribute " + name + " = ");
    }

    @ParameterizedTest
    @CsvSource({
        "weight, -1, CFG-03",
        "weight, x, CFG-02",
        "warmup, -1, CFG-03",
        "dynamic, maybe, CFG-04",
        "deprecated, maybe, CFG-04",
        "register, maybe, CFG-04",
        "actives, -1, CFG-03",
        "connections, -1, CFG-03",
        "loadbalance, nosuch, CFG-05",
        "cluster, nosuch, CFG-05",
        "retries, x, CFG-02",
        "async, maybe, CFG-04",
        "sent, maybe, CFG-04",
        "weight, ${no.such}, CFG-13",
        "registry, nosuch, CFG-07",
        "module, nosuch, CFG-07"
    })
    void wrongValuesOfServicesAreMistakes(String name, String text, String code) {
        assertThat(bench.mistakes(registry(ZOOKEEPER), service().set(name, text)))
                .singleElement()
                .asString()
                .startsWith(code + " dubbo:service id \"fooExport\": attribute " + name);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"'a, b,', 'a,b'", "a, a", "*, *", "'a, *', *", "' ', -", "'b,a,b', 'b,a'"})
    void aReferenceMayHaveSeveralGroups(String written, String group) {
        assertThat(bench.refer(r -> r.set("group", written), registry(ZOOKEEPER))
                        .service()
                        .group())
                .isEqualTo(group);
    }

    @Test
    void aReferenceMayHaveAnyVersion() {
        assertThat(bench.refer(r -> r.set("version", "*"), registry(ZOOKEEPER))
                        .service()
                        .version())
                .isEqualTo("*");
    }

    @ParameterizedTest
    @CsvSource({"group, *", "group, 'a,b'", "version, *"})
    void severalGroupsOrVersionsContradictAUrl(String name, String text) {
        assertThat(bench.mistakes(reference().set("url", "h:1").set(name, text)))
                .singleElement()
                .asString()
                .startsWith("CFG-11 dubbo:reference id \"foo\": attribute " + name)
                .contains("contradicts the attribute url");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'a,b', list, -, -, mergeable",
                "*, -, list, -, mergeable",
                "'a,b', -, -, -, failover",
                "a, list, -, -, failover",
                "'a,b', list, -, broadcast, broadcast"
            })
    void resultsOfSeveralGroupsAreMergedWhereAMergerIsWritten(
            String group, String merger, String mergerOfMethod, String cluster, String expected) {
        assertThat(bench.refer(
                                r -> r.set("group", group)
                                        .set("merger", merger)
                                        .set("cluster", cluster)
                                        .method("findFoo", m -> m.set("merger", mergerOfMethod)),
                                registry(ZOOKEEPER))
                        .cluster())
                .isEqualTo(expected);
    }

    @Test
    void parametersOfAMethodAreThoseOfAllPlacesAndTheNearestCounts() {
        ReferenceSettings settings = bench.refer(
                r -> r.parameter("hash.nodes", "2")
                        .parameter("tern.retry.async", "true")
                        .method(
                                "findFoo",
                                m -> m.parameter("hash.arguments", "0,1").parameter("hash.nodes", "3")),
                registry(ZOOKEEPER),
                ConfigElement.of(ElementKind.CONSUMER)
                        .parameter("hash.nodes", "1")
                        .parameter("tern.retry.budget", "10"));
        assertThat(settings.defaults().parameters())
                .containsEntry("hash.nodes", "2")
                .containsEntry("tern.retry.async", "true")
                .containsEntry("tern.retry.budget", "10");
        assertThat(settings.method("findFoo").parameters())
                .containsEntry("hash.nodes", "3")
                .containsEntry("hash.arguments", "0,1")
                .containsEntry("tern.retry.budget", "10");
    }

    @Test
    void aDefaultOfDubbo26InAUrlIsWeakerThanTheConsumer() {
        String url = "h:1?default.timeout=1&default.retries=2&default.findFoo.retries=3&timeout=";
        ConfigElement consumer = ConfigElement.of(ElementKind.CONSUMER).set("timeout", 9);
        ReferenceSettings settings = bench.refer(r -> r.set("url", url), consumer);
        assertThat(settings.defaults().timeoutMillis()).isEqualTo(9);
        assertThat(settings.defaults().retries()).isEqualTo(2);
        assertThat(settings.method("findFoo").retries()).isEqualTo(3);
    }

    @Test
    void theApplicationSaysWhetherConsumersAreRegistered() {
        bench.mistakes();
        assertThat(bench.resolver().application().registerConsumers()).isTrue();
        SettingsBench silent = new SettingsBench();
        silent.application().set("register-consumer", false);
        silent.mistakes();
        assertThat(silent.resolver().application().registerConsumers()).isFalse();
    }
}
