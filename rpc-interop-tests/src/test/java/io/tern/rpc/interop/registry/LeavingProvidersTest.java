// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.traffic.Sample;
import io.tern.rpc.interop.traffic.Tally;
import io.tern.rpc.interop.traffic.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A consumer of Tern whose providers, of all versions of Dubbo and in groups, go away one by one. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeavingProvidersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Map<String, DubboPeer> PEERS = new HashMap<>();
    private static Fleet fleet;
    private static Caller.Tern consumer;

    @BeforeAll
    static void start() throws Exception {
        fleet = new Fleet();
        fleet.ternProvider("red", Map.of("interop.group", "red", "interop.version", "1.0"));
        fleet.ternProvider("blue", Map.of("interop.group", "blue", "interop.version", "1.0"));
        fleet.ternProvider(
                "blue-gray",
                Map.of(
                        "interop.group",
                        "blue",
                        "interop.version",
                        "1.0",
                        "interop.key",
                        "dubbo.tag",
                        "interop.value",
                        "gray"));
        fleet.ternProvider("blueTwo", Map.of("interop.group", "blue", "interop.version", "2.0"));
        List<Callable<DubboPeer>> starts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (DubboVersion version : DubboVersion.values()) {
            names.add("red-" + version.release());
            starts.add(() -> fleet.provider(
                    version, "red-" + version.release(), Map.of("interop.group", "red", "interop.version", "1.0")));
            names.add("blue-" + version.release());
            starts.add(() -> fleet.provider(
                    version,
                    "blue-" + version.release(),
                    Map.of(
                            "interop.group",
                            "blue",
                            "interop.version",
                            "1.0",
                            "interop.key",
                            "dubbo.tag",
                            "interop.value",
                            "gray")));
        }
        List<DubboPeer> started = Fleet.together(starts);
        for (int i = 0; i < names.size(); i++) {
            PEERS.put(names.get(i), started.get(i));
        }
        consumer = fleet.ternConsumer();
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
    }

    private static Set<String> ofAllVersions(String group, String... others) {
        Set<String> names = Stream.of(DubboVersion.values())
                .map(version -> group + "-" + version.release())
                .collect(Collectors.toCollection(TreeSet::new));
        names.addAll(List.of(others));
        return names;
    }

    @Test
    @Order(1)
    void onlyTheGroupVersionAndTagAskedForAreCalled() {
        consumer.awaitServedBy(Caller.order("red"), ofAllVersions("red", "red"));
        consumer.awaitServedBy(Caller.order("blue"), Set.of("blue"));
        consumer.awaitServedBy(Caller.tagged("blue", "gray"), ofAllVersions("blue", "blue-gray"));
        consumer.awaitServedBy(Caller.order("blueTwo"), Set.of("blueTwo"));
        consumer.awaitServedBy(Caller.order("blueAny"), Set.of("blue", "blueTwo"));
        consumer.awaitServedBy(Caller.tagged("blueAny", "gray"), ofAllVersions("blue", "blue-gray"));
        consumer.awaitServedBy(Caller.order("any"), ofAllVersions("red", "red", "blue", "blueTwo"));
        consumer.awaitRefused(Caller.order("traffic"));
    }

    @ParameterizedTest
    @EnumSource
    @Order(2)
    void aProviderThatStopsCostsNoCall(DubboVersion version) throws Exception {
        String name = "red-" + version.release();
        Tally tally;
        try (Traffic traffic = Traffic.start(1, Traffic.blocking(consumer.service("red")), 100, 0)) {
            consumer.awaitSample(
                    Caller.order("red"),
                    "served by it too",
                    sample -> sample.served().containsKey(name));
            PEERS.get(name).stop();
            consumer.awaitSample(
                    Caller.order("red"),
                    "served by others only",
                    sample -> !sample.served().containsKey(name));
            tally = Tally.of(traffic.stop(TIMEOUT), TIMEOUT, List.of(), false);
        }
        assertThat(tally.failed()).as(tally.toString()).isZero();
        assertThat(tally.lost() + tally.wrong() + tally.late())
                .as(tally.toString())
                .isZero();
        assertThat(fleet.tree().has("providers", "provider-" + name)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @Order(3)
    void aKilledProviderIsLeftByFailoverAndGoneWithItsSession(DubboVersion version) throws Exception {
        String name = "blue-" + version.release();
        Sample.Order calls = Caller.tagged("blue", "gray");
        consumer.awaitSample(
                calls, "served by it too", sample -> sample.served().containsKey(name));
        PEERS.get(name).kill();
        Sample after = consumer.sample(calls);
        assertThat(after.failed()).isEmpty();
        assertThat(after.served()).doesNotContainKey(name).isNotEmpty();
        assertThat(fleet.tree().has("providers", "provider-" + name)).isTrue();
        fleet.tree().expire("provider-" + name);
        consumer.awaitSample(
                calls,
                "served by others",
                sample -> sample.failed().isEmpty() && !sample.served().containsKey(name));
        assertThat(fleet.tree().has("providers", "provider-" + name)).isFalse();
    }
}
