// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.registry;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A watch that can be ended. Thread-safe. */
public interface Subscription extends AutoCloseable {
    /** Completes when everything that is watched was reported for the first time; never fails by itself. */
    CompletableFuture<@Nullable Void> reported();

    /** Ends it: the listener hears nothing that begins after this returns. Idempotent; does not block. */
    @Override
    void close();
}
