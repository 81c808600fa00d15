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
import org.junit.jupiter.api.Test;

class LeastActiveBalancerTest {
    private final LeastActiveBalancer balancer = new LeastActiveBalancer();
    private final Invocation call = Candidate.call();

    @Property
    void theLeastBusyOneWithAWeightIsChosen(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 3) Integer> weights,
            @ForAll @Size(8) List<@IntRange(max = 20) Integer> inFlight) {
        List<Candidate> candidates = Candidate.of(weights);
        for (int i = 0; i < candidates.size(); i++) {
            candidates.get(i).inFlight = inFlight.get(i);
        }
        boolean weighted = weights.stream().anyMatch(weight -> weight > 0);
        int least = candidates.stream()
                .filter(candidate -> !weighted || candidate.weight > 0)
                .mapToInt(Candidate::inFlight)
                .min()
                .orElseThrow();
        EndpointInvoker chosen = balancer.select(List.copyOf(candidates), call);
        assertThat(chosen.inFlight()).isEqualTo(least);
        if (weighted && candidates.size() > 1) {
            assertThat(chosen.weight()).isPositive();
        }
    }

    @Test
    void amongEqualsSharesFollowTheWeights() {
        List<Candidate> candidates = Candidate.of(List.of(100, 300, 50, 600));
        candidates.get(2).inFlight = 1;
        List<EndpointInvoker> list = List.copyOf(candidates);
        int[] chosen = new int[4];
        for (int i = 0; i < 20_000; i++) {
            chosen[list.indexOf(balancer.select(list, call))]++;
        }
        assertThat(chosen[2]).isZero();
        assertThat((double) chosen[0]).isCloseTo(2_000, Offset.offset(300.0));
        assertThat((double) chosen[1]).isCloseTo(6_000, Offset.offset(460.0));
        assertThat((double) chosen[3]).isCloseTo(12_000, Offset.offset(490.0));
    }
}
