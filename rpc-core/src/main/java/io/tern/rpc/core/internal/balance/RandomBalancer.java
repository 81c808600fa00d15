// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import java.util.List;

/** Chooses at random, in proportion to the weights; the default. */
public final class RandomBalancer implements LoadBalancer {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
        return candidates.size() == 1 ? candidates.get(0) : candidates.get(WeightedDraw.any(candidates));
    }
}
