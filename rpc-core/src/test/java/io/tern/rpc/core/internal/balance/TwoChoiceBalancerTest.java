// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.MethodPlan;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.LoadBalancer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TwoChoiceBalancerTest {
    private static final MethodSettings SETTINGS = new MethodPlan().settings("find");

    private final FakeTicker ticker = new FakeTicker();
    private final LoadBalancer p2c = TwoChoiceBalancer.p2c(ticker).forMethod(SETTINGS);
    private final LoadBalancer adaptive = TwoChoiceBalancer.adaptive(ticker).forMethod(SETTINGS);
    private final Invocation call = Candidate.call();

    private static long millis(long count) {
        return TimeUnit.MILLISECONDS.toNanos(count);
    }

    private int[] choose(LoadBalancer balancer, List<? extends EndpointInvoker> candidates, int calls) {
        List<EndpointInvoker> list = List.copyOf(candidates);
        int[] chosen = new int[list.size()];
        for (int i = 0; i < calls; i++) {
            chosen[list.indexOf(balancer.select(list, call))]++;
        }
        return chosen;
    }

    @Test
    void theBusiestOneIsNeverChosen() {
        List<Candidate> candidates = Candidate.equal(4);
        for (int i = 0; i < 4; i++) {
            candidates.get(i).inFlight = 10 * i;
        }
        int[] chosen = choose(p2c, candidates, 6_000);
        // Of the six pairs the idle one wins three, the next one two, and so on.
        assertThat((double) chosen[0]).isCloseTo(3_000, Offset.offset(280.0));
        assertThat((double) chosen[1]).isCloseTo(2_000, Offset.offset(260.0));
        assertThat((double) chosen[2]).isCloseTo(1_000, Offset.offset(210.0));
        assertThat(chosen[3]).isZero();
    }

    @Test
    void waitingCallsCountLessWhereTheWeightIsLarge() {
        List<Candidate> candidates = Candidate.of(List.of(100, 400));
        candidates.get(0).inFlight = 2;
        candidates.get(1).inFlight = 7;
        assertThat(choose(p2c, candidates, 50)).containsExactly(0, 50);
        candidates.get(1).inFlight = 9;
        assertThat(choose(p2c, candidates, 50)).containsExactly(50, 0);
    }

    @Test
    void theFasterOfTwoIdleOnesIsChosenAndTheOtherTriedAgainLater() {
        List<Candidate> candidates = Candidate.equal(2);
        choose(p2c, candidates, 1);
        p2c.ended(candidates.get(0), call, null, millis(100));
        p2c.ended(candidates.get(1), call, null, millis(30));
        assertThat(choose(p2c, candidates, 50)).containsExactly(0, 50);
        candidates.get(1).inFlight = 3;
        assertThat(choose(p2c, candidates, 50)).containsExactly(50, 0);
        candidates.get(1).inFlight = 0;
        for (int second = 0; second < 2; second++) {
            ticker.advanceMillis(1_000);
            p2c.ended(candidates.get(1), call, null, millis(30));
        }
        assertThat(choose(p2c, candidates, 1)).containsExactly(1, 0);
    }

    @Test
    void providerWithoutAnAnswerYetIsJudgedByItsCalls() {
        List<Candidate> candidates = Candidate.equal(2);
        choose(p2c, candidates, 1);
        p2c.ended(candidates.get(0), call, null, millis(1));
        candidates.get(1).inFlight = 1;
        assertThat(choose(p2c, candidates, 50)).containsExactly(50, 0);
        candidates.get(0).inFlight = 2;
        assertThat(choose(p2c, candidates, 50)).containsExactly(0, 50);
    }

    @Test
    void providerThatFailsAtOnceIsNotTakenForAFastOne() {
        for (LoadBalancer balancer : List.of(p2c, adaptive)) {
            List<Candidate> candidates = Candidate.equal(2);
            choose(balancer, candidates, 1);
            for (int i = 0; i < 100; i++) {
                balancer.ended(candidates.get(0), call, null, millis(10));
                balancer.ended(candidates.get(1), call, null, millis(20));
                balancer.ended(candidates.get(1), call, new IOException(), 1);
                ticker.advanceMillis(100);
            }
            assertThat(choose(balancer, candidates, 50)).containsExactly(50, 0);
        }
    }

    @Test
    void timeoutsCountAsTheTimeTheyTook() {
        List<Candidate> candidates = Candidate.equal(2);
        choose(p2c, candidates, 1);
        p2c.ended(candidates.get(0), call, null, millis(10));
        p2c.ended(candidates.get(1), call, null, millis(5));
        p2c.ended(candidates.get(1), call, new IOException(), Candidate.TIMEOUT_NANOS);
        assertThat(choose(p2c, candidates, 50)).containsExactly(50, 0);
    }

    @Test
    void onlyTheAdaptiveOneAvoidsAProviderThatFailsQuickly() {
        List<Candidate> candidates = Candidate.equal(2);
        for (LoadBalancer balancer : List.of(p2c, adaptive)) {
            choose(balancer, candidates, 1);
            balancer.ended(candidates.get(0), call, null, millis(10));
            balancer.ended(candidates.get(1), call, null, millis(5));
            balancer.ended(candidates.get(1), call, new IOException(), 1);
        }
        assertThat(choose(p2c, candidates, 50)).containsExactly(0, 50);
        assertThat(choose(adaptive, candidates, 50)).containsExactly(50, 0);
        // The first one goes on answering; the other's penalty fades meanwhile.
        int secondsAvoided = 0;
        while (choose(adaptive, candidates, 1)[1] == 0) {
            adaptive.ended(candidates.get(0), call, null, millis(10));
            ticker.advanceMillis(1_000);
            secondsAvoided++;
        }
        assertThat(secondsAvoided).isBetween(4, 10);
    }

    @Test
    void cancelledCallSaysNothingAboutItsProvider() {
        List<Candidate> candidates = Candidate.equal(2);
        choose(adaptive, candidates, 1);
        adaptive.ended(candidates.get(0), call, null, millis(10));
        adaptive.ended(candidates.get(1), call, null, millis(5));
        adaptive.ended(candidates.get(1), call, new CancellationException(), millis(900));
        assertThat(choose(adaptive, candidates, 50)).containsExactly(0, 50);
    }

    @Test
    void idleProvidersOfTheSameSpeedShareByWeight() {
        List<Candidate> candidates = Candidate.of(List.of(100, 0, 300));
        int[] chosen = choose(adaptive, candidates, 8_000);
        assertThat(chosen[1]).isZero();
        assertThat((double) chosen[0]).isCloseTo(2_000, Offset.offset(280.0));
    }

    @Test
    void latencyIsAMovingAverageThatFades() {
        Latency latency = new Latency();
        assertThat(latency.nanos(0)).isEqualTo(Latency.UNKNOWN);
        latency.failed(1_000, 0);
        assertThat(latency.nanos(0)).isEqualTo(Latency.UNKNOWN);
        latency.answered(1_000, 0);
        latency.answered(2_000, 0);
        assertThat(latency.nanos(0)).isEqualTo(1_250);
        latency.failed(500, 999_999_999);
        assertThat(latency.nanos(1_999_999_998)).isEqualTo(1_250);
        assertThat(latency.nanos(1_999_999_999)).isEqualTo(625);
        assertThat(latency.nanos(4_999_999_999L)).isEqualTo(78);
        assertThat(latency.nanos(Long.MAX_VALUE)).isEqualTo(1);
        latency.answered(400, 5_000_000_000L);
        assertThat(latency.nanos(5_000_000_000L)).isEqualTo(400);
    }
}
