// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.registry;

import java.util.Locale;

/** The kinds of entry that Dubbo keeps for a service. */
public enum Category {
    /** Who offers it. */
    PROVIDERS,
    /** Who uses it. */
    CONSUMERS,
    /** Rules that change parameters: {@code override://}, {@code absent://}. */
    CONFIGURATORS,
    /** Rules that choose among providers: {@code condition://}, {@code tag://}. */
    ROUTERS;

    /** The name in parameters and paths: {@code providers}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The category of an entry, by its parameter {@code category}; a provider if it has none. */
    public static Category of(DubboUrl entry) {
        String written = entry.parameter("category");
        for (Category category : values()) {
            if (category.text().equals(written)) {
                return category;
            }
        }
        return PROVIDERS;
    }
}
