// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import io.tern.rpc.interop.peer.PeerLine;
import org.junit.jupiter.api.AfterAll;

/** The statements with Tern as the provider. */
class TernProviderStatementsTest extends ProviderStatements {
    private final LocalProvider provider = LocalProvider.start();
    private final Bench bench = Bench.of(provider.port(), PeerLine.TERN);

    @Override
    public Bench bench() {
        return bench;
    }

    @Override
    public KillableProvider killable() {
        return KillableProvider.tern();
    }

    @AfterAll
    void stop() {
        bench.close();
        provider.close();
    }
}
