// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import java.util.List;

/** Understands the rules that a registry holds for one reference. What it cannot understand, it leaves out and logs. Thread-safe. */
public interface Governance {
    /** Without rules. */
    Governance NONE = new Governance() {
        @Override
        public Configurators configurators(List<String> texts) {
            return Configurators.NONE;
        }

        @Override
        public Routes routes(List<String> texts) {
            return Routes.NONE;
        }
    };

    /** The rules of the category {@code configurators}, all of them. */
    Configurators configurators(List<String> texts);

    /** The rules of the category {@code routers}, all of them. */
    Routes routes(List<String> texts);
}
