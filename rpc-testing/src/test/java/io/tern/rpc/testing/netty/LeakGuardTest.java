// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

/** Runs where no other test makes buffers: a guard that comes after the first buffer hears nothing. */
class LeakGuardTest {
    private final LeakGuard guard = new LeakGuard();

    @Test
    void aBufferThatNobodyReleasesIsFoundOnceAndOneThatIsReleasedIsNot() throws Exception {
        assertThat(guard.lookForLeaks()).isEmpty();
        assertThat(lose()).isEqualTo(16);
        keepAndRelease();
        assertThat(guard.lookForLeaks()).singleElement().asString().contains("ByteBuf", "lose");
        assertThat(guard.lookForLeaks()).isEmpty();
    }

    private static int lose() {
        return ByteBufAllocator.DEFAULT.directBuffer(16).capacity();
    }

    private static void keepAndRelease() {
        ByteBuf buffer = ByteBufAllocator.DEFAULT.heapBuffer(16);
        assertThat(buffer.release()).isTrue();
    }
}
