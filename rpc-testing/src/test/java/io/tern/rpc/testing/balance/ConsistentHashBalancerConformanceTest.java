// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.balance;

import io.tern.rpc.core.internal.balance.ConsistentHashBalancer;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Ticker;

class ConsistentHashBalancerConformanceTest extends LoadBalancerConformanceTest {
    @Override
    protected LoadBalancer create() {
        return new ConsistentHashBalancer(Ticker.SYSTEM);
    }

    /** Dubbo's ring has no weights, and consumers of both kinds must agree. */
    @Override
    protected boolean followsWeights() {
        return false;
    }
}
