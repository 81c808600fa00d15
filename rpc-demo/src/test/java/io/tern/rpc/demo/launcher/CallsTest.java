// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.demo.consumer.CallReport;
import io.tern.rpc.demo.consumer.CallReport.Kind;
import io.tern.rpc.demo.launcher.Calls.Call;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Call FIRST = call(100, 40, Kind.RIGHT, "A");
    private static final Call SECOND = call(120, 40, Kind.RIGHT, "B");
    private static final Call FAILED = call(130, 10, Kind.FAILED, "lost");
    private static final Call LAST = call(300, 90, Kind.RIGHT, "A");

    private final Calls calls = new Calls(List.of(FIRST, SECOND, FAILED, LAST));

    @Test
    void callIsUnderWayFromItsBeginUntilItsEnd() {
        assertThat(calls.underWayAt(millis(60)).all()).containsExactly(FIRST);
        assertThat(calls.underWayAt(millis(99)).all()).containsExactly(FIRST, SECOND);
        assertThat(calls.underWayAt(millis(100)).all()).containsExactly(SECOND);
        assertThat(calls.underWayAt(millis(150)).all()).isEmpty();
    }

    @Test
    void firstAnswerIsTheFirstOneAfterATime() {
        assertThat(calls.firstAnswerOf("A", millis(0))).contains(millis(100));
        assertThat(calls.firstAnswerOf("A", millis(100))).contains(millis(300));
        assertThat(calls.firstAnswerOf("A", millis(300))).isEmpty();
        assertThat(calls.firstAnswerOf("lost", millis(0))).isEmpty();
    }

    @Test
    void spanIncludesItsBeginOnly() {
        assertThat(calls.endedBetween(millis(100), millis(130)).all()).containsExactly(FIRST, SECOND);
    }

    @Test
    void failedCallIsNobodysAnswerAndItsReasonIsKept() {
        assertThat(calls.count(Kind.FAILED)).isEqualTo(1);
        assertThat(calls.answersOf("A")).isEqualTo(2);
        assertThat(calls.firstFault()).contains("lost");
        assertThat(calls.outcomes().get(2).provider()).isNull();
    }

    @Test
    void durationsAreThoseOfTheCallers() {
        assertThat(calls.longest()).isEqualTo(millis(90));
        assertThat(calls.median()).isEqualTo(millis(40));
        assertThat(calls.lastEnd()).isEqualTo(millis(300));
        assertThat(new Calls(List.of()).longest()).isZero();
        assertThat(new Calls(List.of()).median()).isZero();
        assertThat(new Calls(List.of()).lastEnd()).isZero();
    }

    static Call call(long endMillis, long tookMillis, Kind kind, String text) {
        return new Call(millis(endMillis), new CallReport(kind, millis(tookMillis), text));
    }

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
