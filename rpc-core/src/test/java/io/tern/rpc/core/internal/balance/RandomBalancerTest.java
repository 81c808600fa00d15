// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;

class RandomBalancerTest {
    private static final int DRAWS = 20_000;

    /** Seven standard deviations: a right balancer never gets there, and one that ignores weights is far beyond. */
    @Property(tries = 25)
    void sharesFollowTheWeights(@ForAll @Size(min = 1, max = 6) List<@IntRange(max = 300) Integer> weights) {
        List<Candidate> candidates = Candidate.of(weights);
        List<EndpointInvoker> list = List.copyOf(candidates);
        int[] chosen = new int[weights.size()];
        RandomBalancer balancer = new RandomBalancer();
        Invocation call = Candidate.call();
        for (int i = 0; i < DRAWS; i++) {
            chosen[list.indexOf(balancer.select(list, call))]++;
        }
        double total = weights.stream().mapToInt(Integer::intValue).sum();
        for (int i = 0; i < chosen.length; i++) {
            double share = total == 0 ? 1.0 / chosen.length : weights.get(i) / total;
            if (share == 0) {
                assertThat(chosen[i]).isZero();
            } else {
                double deviation = Math.sqrt(DRAWS * share * (1 - share));
                assertThat((double) chosen[i]).isCloseTo(DRAWS * share, Offset.offset(7 * deviation + 3));
            }
        }
    }
}
