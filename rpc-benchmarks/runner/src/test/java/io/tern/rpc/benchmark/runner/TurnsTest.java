// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    @Test
    void everyOtherRoundGoesBackwards() {
        assertThat(Turns.ofRound(List.of("A", "B", "C"), 0)).containsExactly("A", "B", "C");
        assertThat(Turns.ofRound(List.of("A", "B", "C"), 1)).containsExactly("C", "B", "A");
        assertThat(Turns.ofRound(List.of("A", "B", "C"), 2)).containsExactly("A", "B", "C");
    }
}
