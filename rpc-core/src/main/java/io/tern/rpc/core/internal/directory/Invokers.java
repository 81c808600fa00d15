// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import java.util.List;

/** The invokers of one reference's providers. Thread-safe; no method blocks. */
public interface Invokers {
    /** An invoker that is not connected yet. */
    ProviderInvoker of(Provider provider);

    /**
     * These providers are gone: they are never connected again, and disconnected once their calls in flight have ended.
     *
     * @param gone made by {@link #of}
     */
    void retire(List<ProviderInvoker> gone);
}
