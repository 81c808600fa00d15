// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.ListeningSockets;
import io.tern.rpc.interop.traffic.Sample;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A consumer of Tern whose service is provided by all versions of Dubbo and by Tern at the same time. */
class DubboProvidersTest {
    private static final String TERN = "tern";
    private static final Map<DubboVersion, DubboPeer> PEERS = new HashMap<>();
    private static Fleet fleet;
    private static Caller consumer;

    @BeforeAll
    static void start() throws Exception {
        fleet = new Fleet();
        List<Callable<DubboPeer>> starts = Stream.of(DubboVersion.values())
                .<Callable<DubboPeer>>map(version ->
                        () -> fleet.provider(version, version.release(), Map.of("interop.value", version.release())))
                .toList();
        fleet.ternProvider(TERN, Map.of("interop.value", TERN));
        List<DubboPeer> started = Fleet.together(starts);
        for (DubboVersion version : DubboVersion.values()) {
            PEERS.put(version, started.get(version.ordinal()));
        }
        consumer = fleet.ternConsumer();
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
    }

    @AfterEach
    void withdrawRules() throws Exception {
        fleet.tree().withdrawRules();
        consumer.awaitServedBy(Caller.order("traffic"), all());
    }

    private static Set<String> all() {
        Set<String> all = new TreeSet<>(Set.of(TERN));
        Stream.of(DubboVersion.values()).map(DubboVersion::release).forEach(all::add);
        return all;
    }

    private static Set<String> allBut(DubboVersion version) {
        Set<String> others = all();
        others.remove(version.release());
        return others;
    }

    private static String address(DubboVersion version) {
        return Rules.provider(PEERS.get(version).port());
    }

    @Test
    void allAreFoundAndCalled() {
        consumer.awaitServedBy(Caller.order("traffic"), all());
    }

    @ParameterizedTest
    @EnumSource
    void providersListenOnLoopbackOnly(DubboVersion version) {
        assumeTrue(ListeningSockets.areVisible(), "needs /proc");
        DubboPeer peer = PEERS.get(version);
        assertThat(ListeningSockets.of(peer.pid())).containsExactly("127.0.0.1:" + peer.port());
    }

    @ParameterizedTest
    @EnumSource
    void ternWritesTheKeysThatDubboWrites(DubboVersion version) throws Exception {
        DubboUrl dubbos = fleet.tree().entry("providers", "provider-" + version.release());
        DubboUrl terns = fleet.tree().entry("providers", "provider-tern");
        assertThat(terns.path()).isEqualTo(dubbos.path());
        assertThat(terns.protocol()).isEqualTo(dubbos.protocol());
        EntryDifference difference = EntryDifference.of(dubbos, terns);
        assertThat(difference).isEqualTo(EntryDifference.ofProviders(version));
    }

    @ParameterizedTest
    @EnumSource
    void aWeightOfZeroTakesAProviderOut(DubboVersion version) throws Exception {
        fleet.tree().rule("configurators", Rules.override(address(version), "weight=0"));
        consumer.awaitServedBy(Caller.order("traffic"), allBut(version));
    }

    @ParameterizedTest
    @EnumSource
    void aGreaterWeightBringsMoreCalls(DubboVersion version) throws Exception {
        fleet.tree().rule("configurators", Rules.override(address(version), "weight=2700"));
        // Nine of ten calls, as against one of four.
        consumer.awaitSample(
                Caller.order("traffic"),
                "mostly served by " + version,
                sample -> sample.failed().isEmpty()
                        && sample.served().getOrDefault(version.release(), 0) > Caller.CALLS * 2 / 3);
    }

    @ParameterizedTest
    @EnumSource
    void aDisabledProviderIsNotCalled(DubboVersion version) throws Exception {
        fleet.tree().rule("configurators", Rules.override(address(version), "disabled=true"));
        consumer.awaitServedBy(Caller.order("traffic"), allBut(version));
    }

    @Test
    void aTimeoutIsOverridden() throws Exception {
        Sample.Order slow = new Sample.Order("traffic", 8, 500, "");
        assertThat(consumer.sample(slow).failed()).isEmpty();
        fleet.tree().rule("configurators", Rules.override(Rules.ANY, "timeout=100"));
        consumer.awaitSample(
                slow, "over the new timeout", sample -> sample.failed().equals(Map.of("2", slow.calls())));
    }

    @Test
    void aTimeoutIsOverriddenInTheConfigCenter() throws Exception {
        Sample.Order slow = new Sample.Order("traffic", 8, 500, "");
        fleet.tree().config(Rules.serviceKey() + ".configurators", Rules.serviceOverride("timeout", "100"));
        consumer.awaitSample(
                slow, "over the new timeout", sample -> sample.failed().equals(Map.of("2", slow.calls())));
    }

    @ParameterizedTest
    @EnumSource
    void aConditionOfTheRegistryNarrows(DubboVersion version) throws Exception {
        fleet.tree().rule("routers", Rules.condition(" => zone = " + version.release()));
        consumer.awaitServedBy(version.release());
    }

    @ParameterizedTest
    @EnumSource
    void aConditionOfTheServiceNarrows(DubboVersion version) throws Exception {
        fleet.tree()
                .config(
                        Rules.serviceKey() + ".condition-router",
                        Rules.serviceConditions("method = ask => zone != " + version.release()));
        consumer.awaitServedBy(Caller.order("traffic"), allBut(version));
    }

    @Test
    void aConditionOfTheApplicationNarrows() throws Exception {
        fleet.tree()
                .config(
                        "consumer-tern.condition-router",
                        Rules.applicationConditions("consumer-tern", "application = consumer-tern => zone = 2.*"));
        consumer.awaitServedBy("2.6.12", "2.7.23");
    }

    @ParameterizedTest
    @EnumSource
    void aTagIsGivenAtRunTime(DubboVersion version) throws Exception {
        String application = "provider-" + version.release();
        fleet.tree().config(application + ".tag-router", Rules.tags(application, "gray", address(version)));
        consumer.awaitServedBy(Caller.tagged("traffic", "gray"), Set.of(version.release()));
        consumer.awaitServedBy(Caller.order("traffic"), allBut(version));
    }
}
