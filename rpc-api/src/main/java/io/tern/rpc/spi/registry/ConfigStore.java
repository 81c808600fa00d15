// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.registry;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Texts by group and key, which change at run time: Dubbo's config center. Thread-safe. */
public interface ConfigStore {
    /** The group of Dubbo's rules. */
    String RULES = "dubbo";

    /**
     * Watches one text. The listener hears it once as it is, null if there is none, and then whenever it changes, on a
     * thread that must not be blocked; calls of one listener follow each other.
     *
     * @param group as a rule {@link #RULES}
     * @param key such as {@code demo-provider.condition-router}
     */
    Subscription watch(String group, String key, Consumer<@Nullable String> listener);
}
