// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.registry;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store of addresses that several processes share. Thread-safe; no method blocks.
 *
 * <p>What was registered and subscribed is the registry's duty until it is taken back: it connects again by itself, then
 * publishes and reports everything anew, also after a lost session, a restart with an empty store, or an entry deleted
 * by somebody else (back within 30 seconds).
 */
public interface Registry extends AutoCloseable {
    /** Completes when the registry can be reached for the first time; never fails by itself. */
    CompletableFuture<@Nullable Void> connected();

    /** Whether it can be reached now. */
    boolean isConnected();

    /**
     * Publishes an entry: a provider if its category is {@link Category#PROVIDERS}, else a consumer.
     *
     * @return completes when the entry is stored. A failure is only news: the registry goes on trying
     */
    CompletableFuture<@Nullable Void> register(DubboUrl entry);

    /** Takes an entry back. Completes when nobody can find it any more, or cannot be told; never fails. */
    CompletableFuture<@Nullable Void> unregister(DubboUrl entry);

    /**
     * Watches a service until the subscription is closed. The listener hears each category of the query once as it is,
     * an empty list included, and then whenever it changes; never before the registry was asked, so that an unreachable
     * one is not mistaken for an empty one. Calls of one listener follow each other.
     */
    Subscription subscribe(ServiceQuery query, RegistryListener listener);

    /** The store of rules and settings on the same server; null if this kind of registry has none. */
    default @Nullable ConfigStore configStore() {
        return null;
    }

    /** Takes back what is still published, ends the connection and its threads. Idempotent; may block up to the settings' timeout. */
    @Override
    void close();
}
