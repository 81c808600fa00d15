// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogLimitTest {
    private long nanos = Long.MAX_VALUE - 10; // the clock may wrap around

    @Test
    void theFirstLinesPassAndTheRestIsCountedForTheNextInterval() {
        LogLimit limit = new LogLimit(() -> nanos, 2, 1);

        assertThat(limit.pass()).isZero();
        assertThat(limit.pass()).isZero();
        assertThat(limit.pass()).isEqualTo(LogLimit.SUPPRESSED);
        assertThat(limit.pass()).isEqualTo(LogLimit.SUPPRESSED);
        nanos += 1_000_000;
        assertThat(limit.pass()).isEqualTo(2);
        assertThat(limit.pass()).isZero();
        assertThat(limit.pass()).isEqualTo(LogLimit.SUPPRESSED);
    }

    @Property(tries = 300)
    void everyTextBecomesOneShortLine(@ForAll String text) {
        String safe = SafeText.of(text);

        assertThat(safe).hasSizeLessThanOrEqualTo(SafeText.MAX_LENGTH + 1);
        assertThat(safe.chars()).noneMatch(Character::isISOControl).noneMatch(c -> c == 0x2028 || c == 0x202e);
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f) && text.length() <= SafeText.MAX_LENGTH) {
            assertThat(safe).isEqualTo(text);
        }
    }
}
