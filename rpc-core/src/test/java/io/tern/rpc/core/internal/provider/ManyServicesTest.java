// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.Allocation;
import org.junit.jupiter.api.Test;

/** Exporting a thousand services on one port is ten times the work of a hundred. */
class ManyServicesTest {
    @Test
    void theWorkGrowsAsTheNumberOfServices() {
        assertThat(Allocation.growth(250, this::export)).isLessThan(2.4);
    }

    private void export(int count) {
        try (Bench bench = new Bench()) {
            for (int i = 0; i < count; i++) {
                bench.export(Bench.service(Runnable.class, () -> {})
                        .path("service" + i)
                        .settings());
            }
        }
    }
}
