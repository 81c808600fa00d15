// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.balance;

import io.tern.rpc.core.internal.balance.LeastActiveBalancer;
import io.tern.rpc.spi.LoadBalancer;

class LeastActiveBalancerConformanceTest extends LoadBalancerConformanceTest {
    @Override
    protected LoadBalancer create() {
        return new LeastActiveBalancer();
    }
}
