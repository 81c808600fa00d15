// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    @Test
    void ratioIsOfTheMediansOfTheSameRun() {
        Results results = new Rounds()
                .add("getUser.sync32", "tern", 100, 320, 999)
                .add("getUser.sync32", "dubbo-3.3.6", 100, 50, 200)
                .results();

        Verdict verdict = find(Thresholds.verdicts(results), "getUser.sync32", "tern", "dubbo-3.3.6");

        assertThat(verdict.figure()).isEqualTo(3.2);
        assertThat(verdict.threshold()).isEqualTo(1.6);
        assertThat(verdict.isReached()).isTrue();
    }

    @Test
    void directIsComparedWithDirectPeersOnly() {
        Results results = new Rounds()
                .add("getUser.sync1", "tern-direct", 105)
                .add("getUser.sync1", "grpc", 1)
                .add("getUser.sync1", "grpc-direct", 100)
                .add("getUser.sync1", "netty-io", 100)
                .results();

        List<Verdict> verdicts = Thresholds.verdicts(results);

        assertThat(verdicts)
                .extracting(Verdict::against)
                .contains("grpc-direct", "netty-io")
                .doesNotContain("grpc");
        assertThat(verdicts).allMatch(Verdict::isReached);
    }

    @Test
    void whatIsNotMeasuredIsNotJudged() {
        assertThat(Thresholds.verdicts(
                        new Rounds().add("getUser.sync32", "grpc", 1).results()))
                .isEmpty();
    }

    @Test
    void fourFifthsOfAThresholdPass() {
        assertThat(Verdict.atLeast("cell", "tern", "peer", 1.29, 1.6).isFailed())
                .isFalse();
        assertThat(Verdict.atLeast("cell", "tern", "peer", 1.29, 1.6).isReached())
                .isFalse();
        assertThat(Verdict.atLeast("cell", "tern", "peer", 1.27, 1.6).isFailed())
                .isTrue();
        assertThat(Verdict.atMost("cell", "tern", "bytes", 1500, 1200).isFailed())
                .isFalse();
        assertThat(Verdict.atMost("cell", "tern", "bytes", 1501, 1200).isFailed())
                .isTrue();
        assertThat(Verdict.atLeast("cell", "tern", "peer", Double.NaN, 1).isFailed())
                .isTrue();
    }

    @Test
    void latencyInTheOpenLoopMayNotBeAboveAPeers() {
        Results results = new Rounds()
                .add("getUser.open30000", "tern", 30_000)
                .add("getUser.open30000", "grpc", 30_000)
                .results();

        Verdict verdict = find(Thresholds.verdicts(results), "getUser.open30000", "tern", "p99 µs of grpc");

        assertThat(verdict.isReached()).isTrue();
    }

    @Test
    void startIsComparedWithDubbos() {
        Verdict verdict =
                Thresholds.ofStart(Map.of("tern", 600.0, "dubbo-3.3.6", 1000.0)).get(0);

        assertThat(verdict.isReached()).isTrue();
        assertThat(Thresholds.ofStart(Map.of("tern", 600.0))).isEmpty();
    }

    private static Verdict find(List<Verdict> verdicts, String cell, String contender, String against) {
        return verdicts.stream()
                .filter(verdict -> verdict.cell().equals(cell)
                        && verdict.contender().equals(contender)
                        && verdict.against().equals(against))
                .findFirst()
                .orElseThrow();
    }
}
