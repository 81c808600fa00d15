// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import java.util.List;

/** Chooses a provider. One instance serves all references that name it; thread-safe. */
public interface LoadBalancer {
    /** The name in {@code loadbalance="…"}; case-sensitive and unique. */
    String name();

    /** Chooses one of {@code candidates}, which is immutable and never empty. Never blocks. */
    EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call);
}
