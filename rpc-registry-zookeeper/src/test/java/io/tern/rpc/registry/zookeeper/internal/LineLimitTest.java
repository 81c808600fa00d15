// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineLimitTest {
    private final AtomicLong now = new AtomicLong();
    private final LineLimit lines = new LineLimit(now::get);

    @Test
    void tenLinesPassInAMinuteAndTenMoreInTheNext() {
        assertThat(passed(50)).isEqualTo(10);
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(passed(50)).isZero();
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(passed(50)).isEqualTo(10);
    }

    private long passed(int asked) {
        return IntStream.range(0, asked).filter(i -> lines.pass()).count();
    }
}
