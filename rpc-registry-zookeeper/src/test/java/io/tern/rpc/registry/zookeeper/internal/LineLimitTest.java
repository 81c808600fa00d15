// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineLimitTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> written = new ArrayList<>();
    private final LineLimit lines = new LineLimit(now::get, written::add);

    @Test
    void tenLinesPassInAMinuteAndTenMoreInTheNextWithTheNumberOfThoseHeldBack() {
        assertThat(written(50)).containsOnly("x").hasSize(10);
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(written(50)).isEmpty();
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(written(50)).hasSize(10).startsWith("x (and 90 such lines before)", "x");
        now.addAndGet(TimeUnit.MINUTES.toNanos(2));
        assertThat(written(1)).containsExactly("x (and 40 such lines before)");
        now.addAndGet(TimeUnit.MINUTES.toNanos(2));
        assertThat(written(1)).containsExactly("x");
    }

    private List<String> written(int asked) {
        written.clear();
        for (int i = 0; i < asked; i++) {
            lines.write("x");
        }
        return List.copyOf(written);
    }
}
