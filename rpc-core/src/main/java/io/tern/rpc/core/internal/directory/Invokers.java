// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

/** Makes the invokers of one reference's providers. */
@FunctionalInterface
public interface Invokers {
    /** An invoker that is not connected yet. Does not block. */
    ProviderInvoker of(Provider provider);
}
