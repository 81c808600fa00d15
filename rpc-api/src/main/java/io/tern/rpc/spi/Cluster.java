// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

/** What to do when a provider fails. */
public interface Cluster {
    /** The name in {@code cluster="…"}; case-sensitive and unique. */
    String name();

    /** Makes the one invoker that stands for all providers of the directory. Called once per reference. */
    Invoker join(Directory directory, LoadBalancer balancer);
}
