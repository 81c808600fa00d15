// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.spi.registry.DubboUrl;
import org.jspecify.annotations.Nullable;

/** What one text of a registry is to a reference: a provider, or the reason why it is none. Immutable. */
final class Entry {
    /** Why a text is no provider; the words stand in messages. */
    enum Reason {
        UNREADABLE("not readable"),
        NOT_CALLABLE("without a valid address"),
        PROTOCOL("of another protocol"),
        SERIALIZATION("without hessian2"),
        DISABLED("switched off"),
        INTERFACE("of another service"),
        GROUP("of another group"),
        VERSION("of another version");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private final @Nullable Reason reason;
    private final @Nullable DubboUrl url;
    private final @Nullable ProviderKey key;

    private Entry(@Nullable Reason reason, @Nullable DubboUrl url, @Nullable ProviderKey key) {
        this.reason = reason;
        this.url = url;
        this.key = key;
    }

    static Entry provider(DubboUrl url, ProviderKey key) {
        return new Entry(null, url, key);
    }

    static Entry none(Reason reason) {
        return new Entry(reason, null, null);
    }

    /** Why it is no provider; null if it is one. */
    @Nullable
    Reason reason() {
        return reason;
    }

    /** Only of a provider. */
    DubboUrl url() {
        return requireNonNull(url);
    }

    /** Only of a provider. */
    ProviderKey key() {
        return requireNonNull(key);
    }

    /** The application it belongs to, if it says so. Only of a provider. */
    @Nullable
    String application() {
        return url().parameter("application");
    }

    /**
     * Whether this is the later word of the same provider: one that was started again can stand there twice for a while,
     * until the registry has noticed that the old one is gone.
     */
    boolean supersedes(Entry other) {
        int order = Long.compare(timestamp(), other.timestamp());
        // Between equals the text decides, so that the order of a list does not.
        return order == 0 ? url().text().compareTo(other.url().text()) > 0 : order > 0;
    }

    private long timestamp() {
        String text = url().parameter("timestamp", "0");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
