// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.harness.ListeningSockets;
import io.tern.rpc.interop.scenario.CaseResult;
import io.tern.rpc.interop.scenario.CaseResult.Outcome;
import io.tern.rpc.interop.scenario.Scenarios;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dubbo calls Dubbo of the same version: shows that the harness and the expectations of the scenarios are right, before Tern takes a side. */
class DubboPeersTest {
    @ParameterizedTest
    @EnumSource
    void everyScenarioHoldsBetweenTwoDubboOfOneVersion(DubboVersion version) {
        try (DubboPeer provider = DubboPeer.provider(version).start();
                DubboPeer consumer = DubboPeer.consumer(version, provider.port(), provider.line())
                        .start()) {
            for (String scenario : Scenarios.names()) {
                List<CaseResult> results = consumer.run(scenario);
                assertThat(results).as("cases of %s", scenario).isNotEmpty();
                assertThat(results)
                        .as("failed cases of %s; log of the provider:%n%s", scenario, provider.output())
                        .noneMatch(result -> result.outcome() == Outcome.FAILED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void providerListensOnTheLoopbackInterfaceOnlyAndOnNothingElse(DubboVersion version) {
        assumeTrue(ListeningSockets.areVisible(), "needs /proc");
        try (DubboPeer provider = DubboPeer.provider(version).start()) {
            assertThat(ListeningSockets.of(provider.pid())).containsExactly("127.0.0.1:" + provider.port());
            try (DubboPeer consumer = DubboPeer.consumer(version, provider.port(), provider.line())
                    .start()) {
                assertThat(ListeningSockets.of(consumer.pid())).isEmpty();
            }
        }
    }
}
