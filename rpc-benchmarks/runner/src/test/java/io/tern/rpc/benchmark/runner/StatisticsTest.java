// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void medianIsTheMiddleOneOrTheMeanOfTwo() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0, 7.0))).isEqualTo(6);
    }

    @Test
    void medianOfNothingOrOfWhatWasNotMeasuredIsNotANumber() {
        assertThat(Statistics.median(List.of())).isNaN();
        assertThat(Statistics.median(List.of(1.0, Double.NaN, 2.0))).isNaN();
    }

    @Test
    void geometricMeanOfOppositeRatiosIsOne() {
        assertThat(Statistics.geometricMean(List.of(4.0, 0.25))).isCloseTo(1, within(1e-9));
    }
}
