// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.core.internal.directory.Configurators;
import io.tern.rpc.core.internal.directory.Governance;
import io.tern.rpc.core.internal.directory.Routes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Rules that somebody else has. Thread-safe if {@link #rules} is. */
abstract class ForwardingGovernance implements Governance {
    /** Who has them now. */
    abstract Governance rules();

    @Override
    public CompletableFuture<@Nullable Void> begin(Runnable changed) {
        return rules().begin(changed);
    }

    @Override
    public CompletableFuture<@Nullable Void> applications(Set<String> providers) {
        return rules().applications(providers);
    }

    @Override
    public void configurators(List<String> texts) {
        rules().configurators(texts);
    }

    @Override
    public void routers(List<String> texts) {
        rules().routers(texts);
    }

    @Override
    public Configurators configurators() {
        return rules().configurators();
    }

    @Override
    public Routes routes() {
        return rules().routes();
    }

    @Override
    public void close() {
        rules().close();
    }
}
