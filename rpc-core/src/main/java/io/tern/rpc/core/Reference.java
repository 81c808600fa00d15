// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.ReferenceSettings;

/** A service of another process, as an object of this one. Thread-safe. */
public interface Reference<T> extends AutoCloseable {
    /** The object that makes the calls: always the same, and usable before the instance is started, when calls connect. */
    T get();

    /** The interface of {@link #get()}. */
    Class<T> type();

    /** The effective settings. */
    ReferenceSettings settings();

    /** Whether a call made now would find a provider. Never blocks. */
    boolean isAvailable();

    /** Lets its connections go; later calls fail. Calls in flight get the time for a graceful stop. Idempotent. */
    @Override
    void close();
}
