// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.balance;

import io.tern.rpc.core.internal.balance.RoundRobinBalancer;
import io.tern.rpc.spi.LoadBalancer;

class RoundRobinBalancerConformanceTest extends LoadBalancerConformanceTest {
    @Override
    protected LoadBalancer create() {
        return new RoundRobinBalancer();
    }

    @Override
    protected boolean takesTurns() {
        return true;
    }
}
