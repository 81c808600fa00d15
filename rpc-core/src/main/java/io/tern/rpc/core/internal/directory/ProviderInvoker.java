// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.spi.EndpointInvoker;

/** The invoker of a provider that can change or go while calls are running. Thread-safe; no method blocks. */
public interface ProviderInvoker extends EndpointInvoker {
    /**
     * Takes over what has changed about the provider, keeping its connections.
     *
     * @return false, and nothing is changed, if that takes other connections and so another invoker
     */
    boolean update(Provider provider);

    /** Begins to connect. Idempotent. */
    void connect();
}
