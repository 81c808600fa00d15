// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.List;

/** Chooses whoever owes this consumer the fewest answers: a slow provider gets less by itself. */
public final class LeastActiveBalancer extends LowestScoreBalancer {
    @Override
    public String name() {
        return "leastactive";
    }

    @Override
    public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
        return candidates.size() == 1 ? candidates.get(0) : lowest(candidates, 0);
    }

    @Override
    long score(EndpointInvoker provider, List<EndpointInvoker> candidates, long nowNanos) {
        return provider.inFlight();
    }
}
