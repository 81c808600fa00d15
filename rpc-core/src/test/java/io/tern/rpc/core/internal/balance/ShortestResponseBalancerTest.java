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
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShortestResponseBalancerTest {
    private static final MethodSettings SETTINGS = new MethodPlan().settings("find");

    private final FakeTicker ticker = new FakeTicker();
    private final LoadBalancer balancer = new ShortestResponseBalancer(ticker).forMethod(SETTINGS);
    private final Invocation call = Candidate.call();
    private final List<Candidate> candidates = Candidate.equal(3);
    private final List<EndpointInvoker> list = List.copyOf(candidates);

    private void answered(int index, long millis) {
        balancer.ended(list.get(index), call, null, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Calls each once, since nothing is remembered of a provider that was never a candidate. */
    private void answerAll(long... millis) {
        balancer.select(list, call);
        for (int i = 0; i < millis.length; i++) {
            answered(i, millis[i]);
        }
    }

    private int next() {
        return list.indexOf(balancer.select(list, call));
    }

    @Property
    void theFasterOneIsChosen(@ForAll @IntRange(max = 2) int fastest, @ForAll @IntRange(min = 1, max = 5_000) int by) {
        long[] millis = {by + 7, by + 7, by + 7};
        millis[fastest] = 7;
        LoadBalancer fresh = balancer.forMethod(SETTINGS);
        fresh.select(list, call);
        for (int i = 0; i < 3; i++) {
            fresh.ended(list.get(i), call, null, TimeUnit.MILLISECONDS.toNanos(millis[i]) - 1);
        }
        assertThat(fresh.select(list, call)).isSameAs(list.get(fastest));
    }

    @Test
    void callsThatWaitAreCountedIn() {
        answerAll(10, 25, 100);
        assertThat(next()).isZero();
        candidates.get(0).inFlight = 2;
        assertThat(next()).isEqualTo(1);
        candidates.get(1).inFlight = 4;
        candidates.get(0).inFlight = 12;
        assertThat(next()).isEqualTo(2);
    }

    @Test
    void averageIsOverAllCallsThatSucceeded() {
        answerAll(10, 20, 900);
        answered(0, 60);
        assertThat(next()).isEqualTo(1);
        balancer.ended(list.get(1), call, new IOException(), 1);
        balancer.ended(list.get(1), call, new IOException(), TimeUnit.HOURS.toNanos(1));
        assertThat(next()).isEqualTo(1);
    }

    @Test
    void differencesBelowAMillisecondAreNone() {
        balancer.select(list, call);
        balancer.ended(list.get(0), call, null, 100_000);
        balancer.ended(list.get(1), call, null, 900_000);
        answered(2, 5);
        boolean[] chosen = new boolean[3];
        for (int i = 0; i < 200; i++) {
            chosen[next()] = true;
        }
        assertThat(chosen).containsExactly(true, true, false);
    }

    @Test
    void unknownProviderIsTriedOnceASecond() {
        balancer.select(list.subList(0, 2), call);
        answered(0, 5);
        answered(1, 5);
        assertThat(next()).isEqualTo(2);
        for (int i = 0; i < 50; i++) {
            assertThat(next()).isNotEqualTo(2);
        }
        ticker.advanceMillis(1_000);
        assertThat(next()).isEqualTo(2);
        assertThat(next()).isNotEqualTo(2);
        answered(2, 1);
        assertThat(next()).isEqualTo(2);
    }

    @Test
    void providerThatOnlyFailsIsNotTakenForAFastOne() {
        answerAll(5, 5);
        for (int i = 0; i < 50; i++) {
            int chosen = next();
            if (chosen == 2) {
                balancer.ended(list.get(2), call, new IOException(), 1);
            }
        }
        int chosen = 0;
        for (int i = 0; i < 50; i++) {
            chosen += next() == 2 ? 1 : 0;
        }
        assertThat(chosen).isZero();
    }

    @Test
    void slowTimesAreForgottenAfterHalfAMinute() {
        answerAll(5, 5, 500);
        for (int second = 0; second < 14; second++) {
            ticker.advanceMillis(1_000);
            assertThat(next()).isNotEqualTo(2);
        }
        int secondsUntilNextTry = 14;
        while (next() != 2) {
            answered(0, 5);
            answered(1, 5);
            ticker.advanceMillis(1_000);
            secondsUntilNextTry++;
        }
        assertThat(secondsUntilNextTry).isBetween(15, 31);
    }

    @Test
    void timesBeforeALongPauseAreForgotten() {
        ResponseTimes times = new ResponseTimes(0);
        times.succeeded(TimeUnit.MILLISECONDS.toNanos(3) + 1);
        assertThat(times.averageMillis(0)).isEqualTo(4);
        assertThat(times.averageMillis(TimeUnit.SECONDS.toNanos(15))).isEqualTo(4);
        assertThat(times.averageMillis(TimeUnit.SECONDS.toNanos(30))).isEqualTo(ResponseTimes.UNKNOWN);
        times.succeeded(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(times.averageMillis(TimeUnit.SECONDS.toNanos(31))).isEqualTo(2);
        assertThat(times.averageMillis(TimeUnit.SECONDS.toNanos(61))).isEqualTo(ResponseTimes.UNKNOWN);
    }
}
