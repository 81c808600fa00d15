// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperationTest {
    @Test
    void numbersArePositions() {
        for (Operation operation : Operation.values()) {
            assertThat(Operation.values()[operation.number()]).isEqualTo(operation);
        }
    }
}
