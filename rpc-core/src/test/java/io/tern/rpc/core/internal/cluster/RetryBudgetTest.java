// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.FakeTicker;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final FakeTicker ticker = new FakeTicker();

    private RetryBudget budget(int percent) {
        return new RetryBudget(percent, ticker.nanos());
    }

    private int takeAll(RetryBudget budget) {
        int taken = 0;
        while (taken < 1_000 && budget.take(ticker.nanos())) {
            taken++;
        }
        return taken;
    }

    @Test
    void tenAreAllowedWithoutManyCalls() {
        assertThat(takeAll(budget(20))).isEqualTo(10);
    }

    @Test
    void theNextWindowHasItsOwn() {
        RetryBudget budget = budget(20);
        for (int i = 0; i < 100; i++) {
            budget.called(ticker.nanos());
        }
        assertThat(takeAll(budget)).isEqualTo(10 + 20);
        ticker.advanceMillis(9_999);
        assertThat(budget.take(ticker.nanos())).isFalse();
        ticker.advanceMillis(1);
        assertThat(takeAll(budget)).isEqualTo(10);
    }

    private void quiet(RetryBudget budget, int calls, int seconds) {
        for (int i = 0; i < calls; i++) {
            budget.called(ticker.nanos());
            ticker.advanceMillis(1_000L * seconds / calls);
        }
    }

    @Test
    void callsThatAreLostWithAProviderAreAllTriedAgainAfterAQuietTime() {
        for (int seconds = 10; seconds <= 24; seconds++) {
            RetryBudget budget = budget(20);
            quiet(budget, 500 * seconds, seconds);
            for (int lost = 0; lost < 100; lost++) {
                assertThat(budget.take(ticker.nanos()))
                        .as("after %s s, call %s", seconds, lost)
                        .isTrue();
            }
        }
    }

    @Test
    void callsOfLongAgoAllowNothing() {
        RetryBudget budget = budget(20);
        quiet(budget, 5_000, 10);
        ticker.advanceMillis(20_000);
        assertThat(takeAll(budget)).isEqualTo(10);
    }

    @Test
    void aLongStormStaysBelowItsShare() {
        RetryBudget budget = budget(20);
        int retries = 0;
        for (int i = 0; i < 60_000; i++) {
            budget.called(ticker.nanos());
            retries += budget.take(ticker.nanos()) ? 1 : 0;
            ticker.advanceMillis(2);
        }
        assertThat(retries).isBetween(12_000, 12_000 + 12 * 10 + 10);
    }

    @Test
    void zeroPercentIsNoLimit() {
        assertThat(takeAll(budget(0))).isEqualTo(1_000);
    }

    /** Each step is a call, an attempt at a retry, or two seconds. */
    @Property(tries = 500)
    void noWindowHasMoreRetriesThanItsShare(
            @ForAll @IntRange(min = 1, max = 100) int percent,
            @ForAll @Size(max = 400) List<@IntRange(max = 20) Integer> steps) {
        FakeTicker time = new FakeTicker();
        RetryBudget budget = new RetryBudget(percent, time.nanos());
        int calls = 0;
        int retries = 0;
        for (int step : steps) {
            if (step == 0) {
                time.advanceMillis(2_000);
            } else if (step < 10) {
                budget.called(time.nanos());
                calls++;
            } else if (budget.take(time.nanos())) {
                retries++;
            }
            long windows = steps.stream().filter(each -> each == 0).count() / 5 + 1;
            assertThat(100L * retries).isLessThanOrEqualTo(1_000 * windows + (long) percent * calls);
        }
    }
}
