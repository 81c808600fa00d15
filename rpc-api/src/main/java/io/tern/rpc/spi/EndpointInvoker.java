// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

import io.tern.rpc.Endpoint;

/** The invoker of one provider: the last one of a chain, and what a load balancer chooses from. */
public interface EndpointInvoker extends Invoker {
    /** The provider. */
    Endpoint endpoint();

    /** True if a connection is open and the provider has not announced that it goes away. Never blocks. */
    boolean isAvailable();

    /** The provider's share of the traffic at this moment, its warm-up included; 0: none as long as another has one. */
    int weight();

    /** Calls of this consumer that the provider has not answered yet. */
    int inFlight();
}
