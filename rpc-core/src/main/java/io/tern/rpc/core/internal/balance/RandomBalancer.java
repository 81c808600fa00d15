// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses at random, in proportion to the weights; the default. */
public final class RandomBalancer implements LoadBalancer {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public EndpointInvoker select(List<EndpointInvoker> candidates, Invocation call) {
        int count = candidates.size();
        if (count == 1) {
            return candidates.get(0);
        }
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += candidates.get(i).weight();
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (total == 0) {
            return candidates.get(random.nextInt(count));
        }
        long point = random.nextLong(total);
        int chosen = -1;
        while (point >= 0) {
            chosen++;
            point -= candidates.get(chosen).weight();
        }
        return candidates.get(chosen);
    }
}
