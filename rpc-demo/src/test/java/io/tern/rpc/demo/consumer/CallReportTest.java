// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.demo.consumer.CallReport.Kind;
import io.tern.rpc.demo.price.Price;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallReportTest {
    private static final Duration TOOK = Duration.ofMillis(41);

    @Test
    void lineSaysAllThatTheReportDoes() {
        CallReport right = CallReport.answered(950, new Price(950, 150, "A"), TOOK);

        assertThat(right).isEqualTo(new CallReport(Kind.RIGHT, TOOK, "A"));
        assertThat(CallReport.parse(right.line())).isEqualTo(right);
    }

    @Test
    void answerToAnotherQuestionIsWrongAndSoIsAnotherPrice() {
        assertThat(CallReport.answered(950, new Price(951, 151, "A"), TOOK).kind())
                .isEqualTo(Kind.WRONG);
        assertThat(CallReport.answered(950, new Price(950, 151, "A"), TOOK).kind())
                .isEqualTo(Kind.WRONG);
    }

    @Test
    void failureOfSeveralLinesIsOneLine() {
        CallReport failed = CallReport.failed(new IllegalStateException("first\nsecond"), TOOK);

        assertThat(failed.line()).doesNotContain("\n");
        assertThat(CallReport.parse(failed.line()))
                .isEqualTo(new CallReport(Kind.FAILED, TOOK, "IllegalStateException: first second"));
    }

    @Test
    void otherLinesAreNoReports() {
        assertThat(CallReport.parse("INFO something is logged")).isNull();
    }
}
