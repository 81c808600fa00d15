// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.demo.report.Shares.Event;
import io.tern.rpc.demo.report.Shares.Mark;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {
    private final Shares shares = SharesSample.killed();

    @Test
    void shareIsThePartOfTheAnswersInItsHalfSecond() {
        assertThat(shares.shares("A")).containsExactly(0.5, 0.0, 0.0, 0.2);
        assertThat(shares.shares("B")).containsExactly(0.5, 1.0, 1.0, 0.8);
    }

    @Test
    void failedCallsAreCountedApartAndLowerNobodysShare() {
        assertThat(shares.failures()).containsExactly(0, 0, 1, 0);
        assertThat(shares.failed()).isEqualTo(1);
        assertThat(shares.answers("A")).isEqualTo(7);
        assertThat(shares.answers("B")).isEqualTo(32);
    }

    @Test
    void marksBelongToTheirProvider() {
        assertThat(shares.marks("A")).hasSize(2);
        assertThat(shares.marks("B")).isEmpty();
    }

    @Test
    void halfSecondInWhichNothingEndedIsThere() {
        Shares late =
                new Shares(List.of("A"), List.of(), List.of(new Mark(Duration.ofMillis(1000), "A", Event.STARTED)));

        assertThat(late.shares("A")).containsExactly(0.0, 0.0, 0.0);
    }
}
