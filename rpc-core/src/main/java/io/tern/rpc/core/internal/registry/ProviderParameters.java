// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a provider says about itself. Dubbo 2.6 writes {@code default.} before what its provider element says. */
public final class ProviderParameters {
    private static final String DEFAULTS = "default.";

    private ProviderParameters() {}

    /** The service's own word, else that of its provider element; null if both are absent or blank. */
    public static @Nullable String text(Map<String, String> parameters, String key) {
        String own = parameters.get(key);
        String text = own == null || own.isBlank() ? parameters.get(DEFAULTS + key) : own;
        return text == null || text.isBlank() ? null : text;
    }
}
