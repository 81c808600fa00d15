// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.spi.EndpointInvoker;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProviderMemoryTest {
    private final ProviderMemory<AtomicInteger> memory = new ProviderMemory<>(AtomicInteger::new);

    @Test
    void providerKeepsWhatIsRememberedOfIt() {
        List<Candidate> two = Candidate.equal(2);
        List<EndpointInvoker> candidates = List.copyOf(two);
        assertThat(memory.known(two.get(0))).isNull();
        memory.of(two.get(0), candidates).set(7);
        assertThat(memory.of(two.get(0), candidates)).hasValue(7);
        assertThat(memory.known(two.get(0))).hasValue(7);
        assertThat(memory.of(two.get(1), candidates)).hasValue(0);
    }

    @Test
    void providerThatWentIsForgottenWhenAnotherComes() {
        List<Candidate> all = Candidate.equal(4);
        List<EndpointInvoker> before = List.of(all.get(0), all.get(1), all.get(2));
        before.forEach(provider -> memory.of(provider, before));
        all.get(0).available = false;
        all.get(1).available = false;
        List<EndpointInvoker> after = List.of(all.get(1), all.get(3));
        memory.of(all.get(3), after);
        assertThat(memory.known(all.get(0))).isNull();
        assertThat(memory.known(all.get(1))).as("still a candidate").isNotNull();
        assertThat(memory.known(all.get(2))).as("left out, but alive").isNotNull();
    }

    @Test
    void providersThatAreNotConnectedYetAreRemembered() {
        List<Candidate> all = Candidate.equal(5);
        all.forEach(candidate -> candidate.available = false);
        List<EndpointInvoker> candidates = List.copyOf(all);
        candidates.forEach(provider -> memory.of(provider, candidates).incrementAndGet());
        candidates.forEach(
                provider -> assertThat(memory.of(provider, candidates)).hasValue(1));
    }
}
