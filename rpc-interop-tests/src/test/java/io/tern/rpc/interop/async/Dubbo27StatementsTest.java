// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import org.junit.jupiter.api.AfterAll;

/** The statements with Apache Dubbo 2.7.23 as the provider. */
class Dubbo27StatementsTest extends ProviderStatements {
    private final DubboPeer provider = DubboPeer.provider(DubboVersion.V2_7).start();
    private final Bench bench = Bench.of(provider.port(), provider.line());

    @Override
    public Bench bench() {
        return bench;
    }

    @Override
    public KillableProvider killable() {
        return KillableProvider.dubbo(DubboVersion.V2_7);
    }

    @AfterAll
    void stop() {
        bench.close();
        provider.close();
    }
}
