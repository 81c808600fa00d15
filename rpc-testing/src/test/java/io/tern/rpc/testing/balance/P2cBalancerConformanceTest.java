// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.balance;

import io.tern.rpc.core.internal.balance.TwoChoiceBalancer;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.Ticker;

class P2cBalancerConformanceTest extends LoadBalancerConformanceTest {
    @Override
    protected LoadBalancer create() {
        return TwoChoiceBalancer.p2c(Ticker.SYSTEM);
    }
}
