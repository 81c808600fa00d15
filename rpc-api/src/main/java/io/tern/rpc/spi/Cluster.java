// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.config.MethodSettings;

/** What to do when a provider fails. */
public interface Cluster {
    /** The name in {@code cluster="…"}; case-sensitive and unique. */
    String name();

    /**
     * Makes the one invoker that stands for all providers of the directory. Called once for each method of a reference, and
     * again when its settings change at run time.
     */
    Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings);
}
