// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.EvolvedContract;
import io.tern.rpc.interop.scenario.Scenarios;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tern calls providers of real Apache Dubbo through the consumer.xml that Dubbo's own consumers read. docs/interop.md lists what does not work
 * between the two.
 */
class TernConsumerTest {
    private static AtOnce<DubboVersion> scenarios;

    @BeforeAll
    static void begin() {
        scenarios = AtOnce.begin(List.of(DubboVersion.values()), TernConsumerTest::checkScenarios);
    }

    private static void checkScenarios(DubboVersion version) {
        try (DubboPeer provider = DubboPeer.provider(version).start();
                TernConsumer consumer = TernConsumer.of(provider.port(), provider.line())) {
            for (String scenario : new TreeSet<>(Scenarios.names())) {
                PairLimits.check("Tern to " + version.release(), scenario, consumer.run(scenario), provider.output());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyScenarioHoldsAgainstADubboProvider(DubboVersion version) throws Exception {
        scenarios.holds(version);
    }

    @ParameterizedTest
    @EnumSource
    void aDubboProviderMayHaveAnotherVersionOfABean(DubboVersion version, @TempDir Path directory) {
        try (DubboPeer provider = DubboPeer.provider(version)
                        .classesFirst(EvolvedContract.compile(directory))
                        .start();
                TernConsumer consumer = TernConsumer.of(provider.port(), provider.line())) {
            PairLimits.check(
                    "Tern to " + version.release(),
                    Scenarios.EVOLVED,
                    consumer.run(Scenarios.EVOLVED),
                    provider.output());
        }
    }
}
