// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.spi.registry.DubboUrl;

/** Rules that change providers' parameters, as of one moment. Thread-safe; equal questions have equal answers. */
@FunctionalInterface
public interface Configurators {
    /** Without rules. */
    Configurators NONE = provider -> Overrides.NONE;

    /** What they say about a provider. */
    Overrides of(DubboUrl provider);
}
