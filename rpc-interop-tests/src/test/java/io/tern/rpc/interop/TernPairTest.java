// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.scenario.Scenarios;
import java.io.IOException;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tern calls Tern, from the same two Spring files. */
class TernPairTest {
    @Test
    void everyScenarioHoldsBetweenTwoTern() throws IOException {
        try (TernProvider provider = TernProvider.start();
                TernConsumer consumer = TernConsumer.of(provider.port(), PeerLine.TERN)) {
            for (String scenario : new TreeSet<>(Scenarios.names())) {
                PairLimits.check("Tern to Tern", scenario, consumer.run(scenario), "");
            }
        }
    }
}
