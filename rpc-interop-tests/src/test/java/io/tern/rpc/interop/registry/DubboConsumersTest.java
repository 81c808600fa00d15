// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.LocalProcess;
import io.tern.rpc.interop.traffic.Sample;
import io.tern.rpc.spi.registry.DubboUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Consumers of all versions of Dubbo whose service is provided by Tern. */
class DubboConsumersTest {
    private static final String APPLICATION = "provider-tern";
    private static final String SECOND_ADDRESS = "127.0.0.2";
    private static final String SECOND_ADDRESS_AS_NUMBER = "2130706434";
    private static final Map<DubboVersion, Caller.Dubbo> CONSUMERS = new HashMap<>();
    private static Fleet fleet;
    private static Fleet.TernMember one;

    @BeforeAll
    static void start() throws Exception {
        fleet = new Fleet();
        one = provide("one", Map.of("interop.value", "one"));
        provide("two", Map.of("interop.value", "two"));
        provide("gray", Map.of("interop.key", "dubbo.tag", "interop.value", "gray"));
        provide("red", Map.of("interop.group", "red", "interop.version", "1.0"));
        provide("blue", Map.of("interop.group", "blue", "interop.version", "1.0"));
        provide("blueTwo", Map.of("interop.group", "blue", "interop.version", "2.0"));
        List<Callable<Caller.Dubbo>> starts = Stream.of(DubboVersion.values())
                .<Callable<Caller.Dubbo>>map(version -> () -> fleet.consumer(version, Map.of()))
                .toList();
        List<Caller.Dubbo> started = Fleet.together(starts);
        for (DubboVersion version : DubboVersion.values()) {
            CONSUMERS.put(version, started.get(version.ordinal()));
        }
    }

    /** One application for all, since Dubbo obeys the tag rule of the first provider's only. */
    private static Fleet.TernMember provide(String name, Map<String, Object> placeholders) {
        Map<String, Object> all = new HashMap<>(placeholders);
        all.put("interop.application", APPLICATION);
        return fleet.ternProvider(name, all);
    }

    private static boolean isLocal(String address) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
    }

    @AfterEach
    void withdrawRules() throws Exception {
        fleet.tree().withdrawRules();
        all(consumer -> consumer.awaitServedBy("one", "two"));
    }

    /** At the same time, since Dubbo takes its time to follow a change. */
    private static void all(Consumer<Caller.Dubbo> check) {
        Fleet.together(CONSUMERS.values().stream()
                .map(consumer -> Executors.callable(() -> check.accept(consumer)))
                .toList());
    }

    @ParameterizedTest
    @EnumSource
    void allAreFoundAndCalled(DubboVersion version) {
        CONSUMERS.get(version).awaitServedBy("one", "two");
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheGroupAndVersionAskedForAreCalled(DubboVersion version) {
        for (String reference : List.of("red", "blue", "blueTwo")) {
            CONSUMERS.get(version).awaitServedBy(Caller.order(reference), Set.of(reference));
        }
        CONSUMERS.get(version).awaitServedBy(Caller.order("blueAny"), Set.of("blue", "blueTwo"));
    }

    @ParameterizedTest
    @EnumSource
    void ternWritesTheKeysThatDubboWrites(DubboVersion version) throws Exception {
        CONSUMERS.get(version).awaitServedBy(Caller.order("red"), Set.of("red"));
        DubboUrl dubbos = ofRed("consumer-" + version.release());
        try (Caller tern = fleet.ternConsumer()) {
            tern.awaitServedBy(Caller.order("red"), Set.of("red"));
            DubboUrl terns = ofRed("consumer-tern");
            assertThat(terns.path()).isEqualTo(dubbos.path());
            assertThat(terns.host()).isEqualTo(dubbos.host());
            assertThat(terns.protocol()).isEqualTo(dubbos.protocol());
            assertThat(EntryDifference.of(dubbos, terns)).isEqualTo(EntryDifference.ofConsumers(version));
        }
    }

    private static DubboUrl ofRed(String application) throws Exception {
        Predicate<DubboUrl> wanted =
                entry -> application.equals(entry.parameter("application")) && "red".equals(entry.parameter("group"));
        await().atMost(Caller.SPREAD)
                .until(() -> fleet.tree().entries("consumers").stream().anyMatch(wanted));
        return fleet.tree().entries("consumers").stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWeightOfZeroTakesAProviderOut() throws Exception {
        fleet.tree().rule("configurators", Rules.override(Rules.provider(one.port()), "weight=0"));
        all(consumer -> consumer.awaitServedBy("two"));
    }

    @Test
    void aGreaterWeightBringsMoreCalls() throws Exception {
        fleet.tree().rule("configurators", Rules.override(Rules.provider(one.port()), "weight=900"));
        all(consumer -> consumer.awaitSample(
                Caller.order("traffic"),
                "mostly served by one",
                sample -> sample.failed().isEmpty() && sample.served().getOrDefault("one", 0) > Caller.CALLS * 3 / 4));
    }

    @Test
    void aDisabledProviderIsNotCalled() throws Exception {
        fleet.tree().rule("configurators", Rules.override(Rules.provider(one.port()), "disabled=true"));
        all(consumer -> consumer.awaitServedBy("two"));
    }

    @Test
    void aTimeoutIsOverridden() throws Exception {
        Sample.Order slow = new Sample.Order("traffic", 3, 500, "");
        all(consumer -> assertThat(consumer.sample(slow).failed()).isEmpty());
        fleet.tree().rule("configurators", Rules.override(Rules.ANY, "timeout=100"));
        all(consumer -> consumer.awaitSample(
                slow, "over the new timeout", sample -> sample.failed().equals(Map.of("2", slow.calls()))));
    }

    /** Dubbo 2.6 has no config center. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V2_6")
    void aTimeoutIsOverriddenInTheConfigCenter(DubboVersion version) throws Exception {
        Sample.Order slow = new Sample.Order("traffic", 3, 500, "");
        fleet.tree().config(Rules.serviceKey() + ".configurators", Rules.serviceOverride("timeout", "100"));
        CONSUMERS
                .get(version)
                .awaitSample(
                        slow, "over the new timeout", sample -> sample.failed().equals(Map.of("2", slow.calls())));
    }

    /** Dubbo 3.3 has no reader for rules of this form any more. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V3_3")
    void aConditionOfTheRegistryNarrows(DubboVersion version) throws Exception {
        fleet.tree().rule("routers", Rules.condition(" => zone = two"));
        CONSUMERS.get(version).awaitServedBy("two");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V2_6")
    void aConditionOfTheServiceNarrows(DubboVersion version) throws Exception {
        fleet.tree()
                .config(
                        Rules.serviceKey() + ".condition-router",
                        Rules.serviceConditions("method = ask => zone != two"));
        CONSUMERS.get(version).awaitServedBy("one");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V2_6")
    void aConditionOfTheApplicationNarrows(DubboVersion version) throws Exception {
        String application = "consumer-" + version.release();
        fleet.tree()
                .config(
                        application + ".condition-router",
                        Rules.applicationConditions(application, "application = " + application + " => zone = t*"));
        CONSUMERS.get(version).awaitServedBy("two");
    }

    @ParameterizedTest
    @EnumSource
    void aTagOfTheProviderIsObeyed(DubboVersion version) {
        CONSUMERS.get(version).awaitServedBy(Caller.tagged("traffic", "gray"), Set.of("gray"));
        CONSUMERS.get(version).awaitServedBy(Caller.tagged("traffic", "unheard"), Set.of("one", "two"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V2_6")
    void aTagIsGivenAtRunTime(DubboVersion version) throws Exception {
        assumeTrue(isLocal(SECOND_ADDRESS), "needs a second loopback address");
        try (Fleet.TernMember silver = provide("silver", Map.of("interop.host", SECOND_ADDRESS_AS_NUMBER))) {
            // As a network, since Dubbo takes only texts with dots for addresses of IPv4, but compares networks by
            // number.
            fleet.tree().config(APPLICATION + ".tag-router", Rules.tags(APPLICATION, "silver", SECOND_ADDRESS + "/32"));
            CONSUMERS.get(version).awaitServedBy(Caller.tagged("traffic", "silver"), Set.of("silver"));
            // In Dubbo 2.7 a tag that the rule does not name means nothing while there is a rule.
            Set<String> others = version == DubboVersion.V2_7 ? Set.of("one", "two", "gray") : Set.of("one", "two");
            CONSUMERS.get(version).awaitServedBy(Caller.order("traffic"), others);
            assertThat(silver.beans().isActive()).isTrue();
        }
    }

    @Test
    void aProviderThatStopsCostsNoCall() throws Exception {
        Fleet.TernMember leaving = provide("leaving", Map.of());
        for (Caller.Dubbo consumer : CONSUMERS.values()) {
            consumer.awaitServedBy("leaving", "one", "two");
            consumer.peer().tell("start 50 0");
        }
        leaving.close();
        for (Caller.Dubbo consumer : CONSUMERS.values()) {
            consumer.awaitServedBy("one", "two");
            assertThat(consumer.peer().ask("end 3000 " + fleet.records(), Duration.ofSeconds(30)))
                    .as(consumer.toString())
                    .contains("failed 0, lost 0, wrong 0, doubled 0");
        }
    }

    @Test
    void aKilledProviderIsLeftByFailoverAndGoneWithItsSession() throws Exception {
        Set<String> others = Set.of("one", "two");
        try (LocalProcess killed = fleet.ternProcess("killed", Map.of())) {
            all(consumer -> consumer.awaitServedBy(Caller.order("failover"), Set.of("killed", "one", "two")));
            killed.kill();
        }
        for (Caller consumer : CONSUMERS.values()) {
            Sample after = consumer.sample(Caller.order("failover"));
            assertThat(after.failed()).as("%s, %s", consumer, consumer.log()).isEmpty();
            assertThat(after.served().keySet()).isEqualTo(others);
        }
        assertThat(fleet.tree().has("providers", "provider-killed")).isTrue();
        fleet.tree().expire("provider-killed");
        assertThat(fleet.tree().has("providers", "provider-killed")).isFalse();
        all(consumer -> consumer.awaitServedBy("one", "two"));
    }
}
