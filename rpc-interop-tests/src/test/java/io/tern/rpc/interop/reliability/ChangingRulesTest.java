// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.fixture.MemoryRegistry;
import io.tern.rpc.interop.traffic.History;
import io.tern.rpc.interop.traffic.Tally;
import io.tern.rpc.interop.traffic.Traffic;
import io.tern.rpc.interop.traffic.TrafficFixture;
import io.tern.rpc.interop.traffic.TrafficService;
import io.tern.rpc.spi.registry.DubboUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that are written and withdrawn under traffic: they change where and how calls go, and cost none. */
class ChangingRulesTest {
    private static final String SERVICE = TrafficService.class.getName();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Answers to wait for before the next change. */
    private static final int CALLS = 25;

    private final MemoryRegistry registry = new MemoryRegistry(0);

    @TempDir
    private Path records;

    @Test
    void rulesThatComeAndGoCostNoCall() {
        int port = LocalTern.freePort();
        try (registry;
                Tern one = provider("one", port);
                Tern two = provider("two", LocalTern.freePort());
                Tern consumer = Tern.builder()
                        .application("ruled")
                        .registry(registry)
                        .element(element())
                        .start()) {
            TrafficService service = consumer.refer(
                            TrafficService.class,
                            reference -> reference.set("retries", 0).set("timeout", TIMEOUT.toMillis()))
                    .get();
            try (Traffic traffic = Traffic.start(3, Traffic.blocking(service), Scale.of("rate", 100, 250), 0)) {
                History history = traffic.history();
                awaitBoth(history);
                for (int round = 0; round < Scale.of("rule-rounds", 1, 20); round++) {
                    for (DubboUrl rule : rules(port)) {
                        change(history, rule);
                    }
                }
                Tally tally = Tally.of(traffic.stop(TIMEOUT.plusMillis(250)), TIMEOUT, Tally.ran(records), true);
                List<String> left = consumer.stats().callsInFlight() == 0 ? List.of() : List.of("calls in flight");
                new Verdict(tally, left).report("rules-come-and-go").assertNoneFailed();
            }
            assertThat(one.stats().requestsRunning() + two.stats().requestsRunning())
                    .isZero();
        }
    }

    private void change(History history, DubboUrl rule) {
        registry.add(rule);
        if ("true".equals(rule.parameter("disabled"))) {
            awaitTwoAlone(history);
        } else {
            awaitBoth(history);
        }
        registry.remove(rule);
        awaitBoth(history);
    }

    private static void awaitBoth(History history) {
        long now = System.nanoTime();
        LocalTern.await(
                "both are used",
                SOON,
                () -> history.servedSince(now).values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()
                                >= CALLS
                        && history.servedSince(now).size() == 2);
    }

    private static void awaitTwoAlone(History history) {
        LocalTern.await("one is out", SOON, () -> {
            long now = System.nanoTime();
            LocalTern.await(
                    "there are answers",
                    SOON,
                    () -> history.servedSince(now).values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            >= CALLS);
            return !history.servedSince(now).containsKey("one");
        });
    }

    private static List<DubboUrl> rules(int port) {
        return List.of(
                rule("0.0.0.0", "timeout=4000"),
                rule("127.0.0.1:" + port, "weight=50"),
                rule("0.0.0.0", "loadbalance=roundrobin"),
                rule("0.0.0.0", "cluster=failfast"),
                rule("127.0.0.1:" + port, "disabled=true"));
    }

    /** As dubbo-admin writes it. */
    private static DubboUrl rule(String whom, String parameter) {
        return DubboUrl.parse("override://" + whom + "/" + SERVICE
                + "?category=configurators&dynamic=false&enabled=true&" + parameter);
    }

    private Tern provider(String name, int port) {
        return Tern.builder()
                .application(name)
                .registry(registry)
                .element(element())
                .element(LocalTern.protocol(port))
                .element(ConfigElement.service(
                                TrafficService.class,
                                new TrafficFixture(
                                        name, records.resolve(name + ".ran").toString()))
                        .set("warmup", 1))
                .start();
    }

    private static ConfigElement element() {
        return ConfigElement.of(ElementKind.REGISTRY)
                .set("address", "memory://here:1")
                .set("file", "false");
    }
}
