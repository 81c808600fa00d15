// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import io.tern.rpc.interop.harness.EvolvedContract;
import io.tern.rpc.interop.harness.LocalProcess;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tern calls Tern, from the same two Spring files. docs/interop.md lists what does not work between the two. */
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

    @Test
    void aTernProviderMayHaveAnotherVersionOfABean(@TempDir Path directory) throws IOException {
        Path evolved = EvolvedContract.compile(directory);
        int port = TernProvider.freePort();
        try (LocalProcess provider = TernProcess.provider(evolved, port);
                TernConsumer consumer = TernConsumer.of(port, PeerLine.TERN)) {
            PairLimits.check("Tern to Tern", Scenarios.EVOLVED, consumer.run(Scenarios.EVOLVED), "");
        }
    }
}
