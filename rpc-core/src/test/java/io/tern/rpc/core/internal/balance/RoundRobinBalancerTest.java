// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RoundRobinBalancerTest {
    private final RoundRobinBalancer balancer = new RoundRobinBalancer();
    private final Invocation call = Candidate.call();

    private List<Integer> indexes(List<EndpointInvoker> candidates, int calls) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            chosen.add(candidates.indexOf(balancer.select(candidates, call)));
        }
        return chosen;
    }

    /** The example in nginx's own description of the algorithm. */
    @Test
    void fiveToOneToOneIsNotServedInARun() {
        assertThat(indexes(List.copyOf(Candidate.of(List.of(5, 1, 1))), 7)).containsExactly(0, 0, 1, 0, 2, 0, 0);
    }

    @Property(tries = 200)
    void sequenceIsTheTextbooks(@ForAll @Size(min = 2, max = 7) List<@IntRange(max = 50) Integer> weights) {
        long[] credits = new long[weights.size()];
        int total = weights.stream().mapToInt(Integer::intValue).sum();
        List<Integer> used = total == 0 ? Collections.nCopies(weights.size(), 1) : weights;
        int sum = total == 0 ? weights.size() : total;
        List<Integer> expected = new ArrayList<>();
        for (int call = 0; call < 2 * sum; call++) {
            int best = -1;
            for (int i = 0; i < credits.length; i++) {
                credits[i] += used.get(i);
                if (used.get(i) > 0 && (best < 0 || credits[i] > credits[best])) {
                    best = i;
                }
            }
            credits[best] -= sum;
            expected.add(best);
        }
        RoundRobinBalancer fresh = new RoundRobinBalancer();
        List<EndpointInvoker> candidates = List.copyOf(Candidate.of(weights));
        for (int index : expected) {
            assertThat(candidates.indexOf(fresh.select(candidates, call))).isEqualTo(index);
        }
        for (int i = 0; i < used.size(); i++) {
            assertThat(Collections.frequency(expected, i)).isEqualTo(2 * used.get(i));
        }
    }

    @Test
    void turnsGoOnWhenAProviderComesOrGoes() {
        List<Candidate> all = Candidate.equal(4);
        assertThat(indexes(List.copyOf(all.subList(0, 3)), 4)).containsExactly(0, 1, 2, 0);
        List<EndpointInvoker> without = List.of(all.get(0), all.get(2));
        assertThat(indexes(without, 20))
                .satisfies(
                        chosen -> assertThat(Collections.frequency(chosen, 0)).isBetween(9, 11));
        List<EndpointInvoker> more = List.copyOf(all);
        List<Integer> chosen = indexes(more, 400);
        for (int i = 0; i < 4; i++) {
            assertThat(Collections.frequency(chosen, i)).isBetween(98, 102);
        }
    }

    @Test
    void creditOfALargeWeightIsForgottenWithIt() {
        List<Candidate> all = Candidate.of(List.of(1_000_000, 999_999));
        List<EndpointInvoker> candidates = List.copyOf(all);
        indexes(candidates, 999);
        all.forEach(candidate -> candidate.weight = 1);
        assertThat(indexes(candidates, 4)).containsExactly(0, 1, 0, 1);
    }

    @Test
    void methodsHaveTurnsOfTheirOwn() {
        List<EndpointInvoker> candidates = List.copyOf(Candidate.equal(2));
        MethodSettings settings = new MethodPlan().settings("find");
        assertThat(balancer.forMethod(settings).select(candidates, call)).isSameAs(candidates.get(0));
        assertThat(balancer.forMethod(settings).select(candidates, call)).isSameAs(candidates.get(0));
    }
}
