// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClaimsTest {
    private final Paper paper = Paper.log(Glyphs.UNICODE);
    private final Claims claims = new Claims(paper.screen());

    @Test
    void eachClaimIsOneLineWithItsMarkAndTheMeasuredValue() {
        claims.check(true, "it is fast", "1.0 ms");
        claims.check(false, "it is right", "3 wrong");

        assertThat(paper.text().lines()).hasSize(2);
        assertThat(paper.text().lines().toList().get(0)).matches("  ✓ it is fast +1\\.0 ms");
        assertThat(paper.text().lines().toList().get(1)).matches("  ✗ it is right +3 wrong");
    }

    @Test
    void valuesStandInOneColumn() {
        claims.check(true, "short", "A");
        claims.check(true, "a longer claim", "A");

        assertThat(paper.text().lines().map(line -> line.indexOf('A'))).containsOnly(70);
    }

    @Test
    void claimThatIsTooLongIsStillApartFromItsValue() {
        claims.check(true, "x".repeat(200), "value");

        assertThat(paper.text()).contains("x value");
    }

    @Test
    void allClaimsHaveToHold() {
        claims.check(true, "a", "1");
        assertThat(claims.conclude()).isTrue();
        assertThat(paper.text()).endsWith("  All 1 claims hold.\n");

        claims.check(false, "b", "2");
        assertThat(claims.conclude()).isFalse();
        assertThat(paper.text()).endsWith("  1 of 2 claims do NOT hold.\n");
    }

    @Test
    void nothingCheckedIsNoSuccess() {
        assertThat(claims.conclude()).isFalse();
    }

    @Test
    void demoThatStoppedFailsAndSaysWhyDownToTheFirstCause() {
        claims.check(true, "a", "1");

        claims.stopped(new IllegalStateException("outer", new IllegalArgumentException("inner")));

        assertThat(claims.conclude()).isFalse();
        assertThat(paper.text()).contains("IllegalStateException: outer", "IllegalArgumentException: inner");
    }
}
