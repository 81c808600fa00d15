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

    private static int takeAll(RetryBudget budget) {
        int taken = 0;
        while (taken < 1_000 && budget.take()) {
            taken++;
        }
        return taken;
    }

    @Test
    void tenAreAllowedWithoutManyCalls() {
        assertThat(takeAll(new RetryBudget(20, ticker))).isEqualTo(10);
    }

    @Test
    void theNextWindowHasItsOwn() {
        RetryBudget budget = new RetryBudget(20, ticker);
        for (int i = 0; i < 100; i++) {
            budget.called();
        }
        assertThat(takeAll(budget)).isEqualTo(10 + 20);
        ticker.advanceMillis(9_999);
        assertThat(budget.take()).isFalse();
        ticker.advanceMillis(1);
        assertThat(takeAll(budget)).isEqualTo(10);
    }

    @Test
    void zeroPercentIsNoLimit() {
        assertThat(takeAll(new RetryBudget(0, ticker))).isEqualTo(1_000);
    }

    /** Each step is a call, an attempt at a retry, or two seconds. */
    @Property(tries = 500)
    void noWindowHasMoreRetriesThanItsShare(
            @ForAll @IntRange(min = 1, max = 100) int percent,
            @ForAll @Size(max = 400) List<@IntRange(max = 20) Integer> steps) {
        FakeTicker time = new FakeTicker();
        RetryBudget budget = new RetryBudget(percent, time);
        int calls = 0;
        int retries = 0;
        for (int step : steps) {
            if (step == 0) {
                time.advanceMillis(2_000);
            } else if (step < 10) {
                budget.called();
                calls++;
            } else if (budget.take()) {
                retries++;
            }
            long windows = steps.stream().filter(each -> each == 0).count() / 5 + 1;
            assertThat(100L * retries).isLessThanOrEqualTo(1_000 * windows + (long) percent * calls);
        }
    }
}
