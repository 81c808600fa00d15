// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.core.internal.directory.Governance;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rules that are made when they are first looked for: making a reference opens no registry. Thread-safe. */
public final class LazyRules extends ForwardingGovernance {
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
    Governance rules() {
        return rules;
    }
}
