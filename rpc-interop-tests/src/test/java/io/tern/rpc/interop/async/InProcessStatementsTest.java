// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import org.junit.jupiter.api.AfterAll;

/** The statements with a service of the same instance, called inside the process. */
class InProcessStatementsTest extends ProviderStatements {
    private final Bench bench = Bench.inside(protocol -> {});

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
    }
}
