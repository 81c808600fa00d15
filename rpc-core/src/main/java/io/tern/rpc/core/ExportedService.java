// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.ServiceSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A service of this process that others can call. Thread-safe. */
public interface ExportedService extends AutoCloseable {
    /** The effective settings. */
    ServiceSettings settings();

    /** Where it is served, with real ports; empty before it is exported and with {@code export="false"}. */
    List<InetSocketAddress> addresses();

    /**
     * Takes it out of the registries; it is still served, to those who know of it already and those with its address. To
     * empty it before it is closed, or to look into a running one. Before it is exported: it will not be published. Idempotent.
     *
     * @return completes when all registries have acknowledged it, with an exception if one refused, which then goes on
     *     trying. What depends on it runs on a thread of a registry, which must not be blocked
     */
    CompletableFuture<@Nullable Void> offline();

    /**
     * Puts it back into the registries, unless the whole instance is {@linkplain Tern#offline() offline}. Without effect
     * once it is closed. Idempotent.
     *
     * @return as of {@link #offline}
     */
    CompletableFuture<@Nullable Void> online();

    /**
     * Withdraws it: later requests are answered with "not found". If it was published, that is preceded by taking it out of
     * the registries and serving it until consumers have heard of it and none comes any more, within {@code shutwait}; not
     * from an event loop then. Idempotent.
     */
    @Override
    void close();
}
