// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.balance;

import io.tern.rpc.core.internal.balance.ShortestResponseBalancer;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Ticker;

class ShortestResponseBalancerConformanceTest extends LoadBalancerConformanceTest {
    @Override
    protected LoadBalancer create() {
        return new ShortestResponseBalancer(Ticker.SYSTEM);
    }
}
