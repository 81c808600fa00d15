// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/** What comes back for a request; called once, on the registry's thread. */
@FunctionalInterface
interface Answer<T> {
    /** A value is there if the code is {@code OK} and the request asks for one. */
    void of(Code code, @Nullable T value);
}
