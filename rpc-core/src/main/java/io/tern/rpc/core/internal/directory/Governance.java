// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The rules for one reference in one registry, wherever they stand. What it cannot understand, it leaves out and logs.
 * Thread-safe; no method blocks.
 */
public interface Governance {
    /** Without rules. */
    Governance NONE = new Governance() {
        @Override
        public CompletableFuture<@Nullable Void> begin(Runnable changed) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<@Nullable Void> applications(Set<String> providers) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void configurators(List<String> texts) {}

        @Override
        public void routers(List<String> texts) {}

        @Override
        public Configurators configurators() {
            return Configurators.NONE;
        }

        @Override
        public Routes routes() {
            return Routes.NONE;
        }

        @Override
        public void close() {}
    };

    /**
     * Begins to look for rules. Called once.
     *
     * @param changed runs after {@link #configurators()} or {@link #routes()} has become another object, under no lock
     * @return completes when all rules are known that do not depend on providers; perhaps never
     */
    CompletableFuture<@Nullable Void> begin(Runnable changed);

    /**
     * The applications of all providers known now, which can have rules of their own.
     *
     * @return completes when the rules of the new ones are known; perhaps never
     */
    CompletableFuture<@Nullable Void> applications(Set<String> providers);

    /** The registry's entries of the category {@code configurators}, all of them. */
    void configurators(List<String> texts);

    /** The registry's entries of the category {@code routers}, all of them. */
    void routers(List<String> texts);

    /** What changes providers' parameters now; cheap. */
    Configurators configurators();

    /** What chooses among providers now: one volatile read. */
    Routes routes();

    /** Looks for no more rules; those that are known stay. Idempotent. */
    void close();
}
