// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.EvolvedContract;
import io.tern.rpc.interop.harness.ListeningSockets;
import io.tern.rpc.interop.harness.PeerPool;
import io.tern.rpc.interop.scenario.CaseResult;
import io.tern.rpc.interop.scenario.CaseResult.Outcome;
import io.tern.rpc.interop.scenario.Scenarios;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dubbo calls Dubbo of the same version: shows that the harness and the expectations of the scenarios are right, before Tern takes a side. */
class DubboPeersTest {
    private static final PeerPool PEERS = new PeerPool();
    private static AtOnce<DubboVersion> scenarios;

    @BeforeAll
    static void begin() {
        scenarios = AtOnce.begin(List.of(DubboVersion.values()), DubboPeersTest::checkScenarios);
    }

    @AfterAll
    static void stopPeers() {
        PEERS.close();
    }

    private static void checkScenarios(DubboVersion version) {
        DubboPeer provider = PEERS.provider(version);
        DubboPeer consumer = PEERS.consumer(version, provider.port(), provider.line());
        for (String scenario : Scenarios.names()) {
            List<CaseResult> results = consumer.run(scenario);
            assertThat(results).as("cases of %s", scenario).isNotEmpty();
            assertThat(failed(results))
                    .as("failed cases of %s; log of the provider:%n%s", scenario, provider.output())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyScenarioHoldsBetweenTwoDubboOfOneVersion(DubboVersion version) throws Exception {
        scenarios.holds(version);
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheProviderListensAndOnlyOnTheLoopbackInterface(DubboVersion version) {
        assumeTrue(ListeningSockets.areVisible(), "needs /proc");
        DubboPeer provider = PEERS.provider(version);
        DubboPeer consumer = PEERS.consumer(version, provider.port(), provider.line());
        assertThat(ListeningSockets.of(provider.pid())).containsExactly("127.0.0.1:" + provider.port());
        assertThat(ListeningSockets.of(consumer.pid())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void twoVersionsOfAContractWorkTogetherBetweenTwoDubbo(DubboVersion version, @TempDir Path directory) {
        try (DubboPeer provider = DubboPeer.provider(version)
                        .classesFirst(EvolvedContract.compile(directory))
                        .start();
                DubboPeer consumer = DubboPeer.consumer(version, provider.port(), provider.line())
                        .start()) {
            assertThat(failed(consumer.run(Scenarios.EVOLVED))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPeerEndsWhenItIsToldToAndWhenItIsKilled(DubboVersion version) {
        try (DubboPeer told = DubboPeer.provider(version)
                        .property("dubbo.service.shutdown.wait", "1000")
                        .start();
                DubboPeer killed = DubboPeer.provider(version).start()) {
            told.stop();
            assertThat(told.isAlive()).isFalse();
            killed.kill();
            assertThat(killed.isAlive()).isFalse();
        }
    }

    private static List<CaseResult> failed(List<CaseResult> results) {
        return results.stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .toList();
    }
}
