// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.EchoService;
import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RandomBalancerTest {
    private static final int DRAWS = 20_000;
    private static final Invocation CALL = new Invocation(
            ServiceKey.of(EchoService.class),
            MethodDescriptor.echo(0, EchoService.class),
            new CallOptions(CallMode.SYNC, false, 1, 0),
            new Object[1],
            null,
            0,
            null);

    private record Candidate(Endpoint endpoint, int weight) implements EndpointInvoker {
        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            throw new AssertionError("A balancer chooses and does not call");
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public int inFlight() {
            return 0;
        }
    }

    private static Endpoint endpoint(int number, Map<String, String> parameters) {
        return new Endpoint("10.0.0." + number, 20_880, "test", parameters);
    }

    /** Seven standard deviations: a right balancer never gets there, and one that ignores weights is far beyond. */
    @Property(tries = 25)
    void sharesFollowTheWeights(@ForAll @Size(min = 1, max = 6) List<@IntRange(max = 300) Integer> weights) {
        List<EndpointInvoker> candidates = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            candidates.add(new Candidate(endpoint(i, Map.of()), weights.get(i)));
        }
        int[] chosen = new int[weights.size()];
        RandomBalancer balancer = new RandomBalancer();
        for (int i = 0; i < DRAWS; i++) {
            chosen[candidates.indexOf(balancer.select(candidates, CALL))]++;
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

    @Test
    void weightIsThatOfTheEndpointAndOneHundredIfItSaysNothing() {
        assertThat(Weights.of(endpoint(1, Map.of()))).isEqualTo(100);
        assertThat(Weights.of(endpoint(1, Map.of("weight", " 250 ")))).isEqualTo(250);
        assertThat(Weights.of(endpoint(1, Map.of("weight", "0")))).isZero();
        assertThat(Weights.of(endpoint(1, Map.of("weight", "-3")))).isZero();
    }

    @Test
    void weightThatIsNoNumberIsLoggedAndTakenAsTheDefault() {
        try (LogCapture log = new LogCapture(Weights.class)) {
            assertThat(Weights.of(endpoint(1, Map.of("weight", "heavy")))).isEqualTo(100);
            assertThat(log.lines()).singleElement().asString().contains("10.0.0.1:20880", "weight");
        }
    }
}
