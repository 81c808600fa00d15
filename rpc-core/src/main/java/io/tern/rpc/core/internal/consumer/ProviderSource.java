// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.spi.Invoker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the providers of one reference come from. Thread-safe. */
interface ProviderSource {
    /**
     * The invoker of one method for all providers.
     *
     * @param clusters stand for the providers of one directory
     */
    Invoker join(MethodClusters clusters);

    /** {@code listener} hears the settings of the reference whenever what providers say may have changed them. */
    default void onChange(Consumer<ReferenceSettings> listener) {}

    /** The callers there are now, in order. */
    List<EndpointCaller> callers();

    /**
     * Finds out who there is; further calls return the same.
     *
     * @return completes when that is known, or as well as can be in time; fails with what makes a start impossible
     */
    CompletableFuture<@Nullable Void> find();

    /** Begins to connect to everybody, those who come later included. */
    void connect();

    /** Whether it is known who there is, so that nobody means nobody. */
    boolean isKnown();

    /** Why there is nobody and what to do; continues "the service". */
    String absence();

    /** Ends everything; waits for calls in flight up to {@code drainMillis} in all. Idempotent. */
    void close(long drainMillis);
}
