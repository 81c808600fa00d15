// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.core.internal.directory.Configurators;
import io.tern.rpc.core.internal.directory.Governance;
import io.tern.rpc.core.internal.directory.Routes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rules that are made when they are first looked for: making a reference opens no registry. Thread-safe. */
public final class LazyRules implements Governance {
    private final Supplier<Governance> maker;
    private volatile Governance rules = Governance.NONE;

    /** {@code maker} may open registries. */
    public LazyRules(Supplier<Governance> maker) {
        this.maker = maker;
    }

    @Override
    public CompletableFuture<@Nullable Void> begin(Runnable changed) {
        Governance made = maker.get();
        rules = made;
        return made.begin(changed);
    }

    @Override
    public CompletableFuture<@Nullable Void> applications(Set<String> providers) {
        return rules.applications(providers);
    }

    @Override
    public void configurators(List<String> texts) {
        rules.configurators(texts);
    }

    @Override
    public void routers(List<String> texts) {
        rules.routers(texts);
    }

    @Override
    public Configurators configurators() {
        return rules.configurators();
    }

    @Override
    public Routes routes() {
        return rules.routes();
    }

    @Override
    public void close() {
        rules.close();
    }
}
