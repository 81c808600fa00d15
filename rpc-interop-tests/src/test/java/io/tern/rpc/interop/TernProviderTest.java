// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.EvolvedContract;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Consumers of real Apache Dubbo call Tern, which exports the services of the provider.xml that Dubbo's own providers read. docs/interop.md
 * lists what does not work between the two.
 */
class TernProviderTest {
    private static AtOnce<DubboVersion> scenarios;

    @BeforeAll
    static void begin() {
        scenarios = AtOnce.begin(List.of(DubboVersion.values()), TernProviderTest::checkScenarios);
    }

    private static void checkScenarios(DubboVersion version) throws IOException {
        try (TernProvider provider = TernProvider.start();
                DubboPeer consumer = DubboPeer.consumer(version, provider.port(), PeerLine.TERN)
                        .start()) {
            for (String scenario : new TreeSet<>(Scenarios.names())) {
                PairLimits.check(version.release() + " to Tern", scenario, consumer.run(scenario), consumer.output());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyScenarioHoldsForADubboConsumer(DubboVersion version) throws Exception {
        scenarios.holds(version);
    }

    @ParameterizedTest
    @EnumSource
    void aDubboConsumerMayHaveAnotherVersionOfABean(DubboVersion version, @TempDir Path directory) throws IOException {
        try (TernProvider provider = TernProvider.start();
                DubboPeer consumer = DubboPeer.consumer(version, provider.port(), PeerLine.TERN)
                        .classesFirst(EvolvedContract.compile(directory))
                        .start()) {
            PairLimits.check(
                    version.release() + " to Tern",
                    Scenarios.EVOLVED,
                    consumer.run(Scenarios.EVOLVED),
                    consumer.output());
        }
    }
}
