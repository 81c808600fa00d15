// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.RequestTarget;
import io.tern.rpc.testing.transport.ProbeService;
import io.tern.rpc.testing.transport.RawPeer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestHeadsTest {
    private final AtomicInteger lookups = new AtomicInteger();
    private final MethodDescriptor echo = ProbeService.method("echo");
    private final RequestTarget target = () -> echo;
    private final RequestHeads heads = new RequestHeads(head -> {
        lookups.incrementAndGet();
        return "unknown".equals(head.method()) ? null : target;
    });

    private static ByteBuf body(String method, String argument) {
        return Unpooled.wrappedBuffer(RawPeer.requestBody("2.0.2", method, argument));
    }

    @Test
    void aKnownHeadIsLookedUpOnceWhateverFollowsIt() {
        for (int i = 0; i < 100; i++) {
            KnownHead head = heads.read(body("echo", "argument " + i));
            assertThat(head).isNotNull();
            assertThat(head.target()).isSameAs(target);
            assertThat(head.head().method()).isEqualTo("echo");
        }
        assertThat(lookups).hasValue(1);
    }

    @Test
    void anUnknownHeadIsNotKept() {
        for (int i = 0; i < 10; i++) {
            assertThat(heads.read(body("unknown", "x")).target()).isNull();
        }
        assertThat(lookups).hasValue(10);
    }

    @Test
    void moreHeadsThanFitAreStillAnsweredAndNotKept() {
        int many = RequestHeads.MAX_HEADS + 500;
        for (int i = 0; i < many; i++) {
            assertThat(heads.read(body("method" + i, "x")).head().method()).isEqualTo("method" + i);
        }
        lookups.set(0);
        for (int i = 0; i < many; i++) {
            assertThat(heads.read(body("method" + i, "x")).head().method()).isEqualTo("method" + i);
        }
        assertThat(lookups).hasValue(500);
    }

    @Test
    void aPeerThatVariesTheProtocolVersionLeavesRoomForOthers() {
        for (int i = 0; i < 2 * RequestHeads.MAX_HEADS; i++) {
            heads.read(Unpooled.wrappedBuffer(RawPeer.requestBody("2.0." + (i + 3), "echo", "x")));
        }
        lookups.set(0);
        for (int i = 0; i < RequestHeads.MAX_HEADS / 2; i++) {
            heads.read(body("method" + i, "x"));
            heads.read(body("method" + i, "x"));
        }
        assertThat(lookups).as("each is kept when it is first met").hasValue(RequestHeads.MAX_HEADS / 2);
    }

    @Test
    void namesOverTheirCapsAreNoHead() {
        assertThat(heads.read(body("m".repeat(256), "x"))).isNotNull();
        assertThat(heads.read(body("m".repeat(257), "x"))).isNull();
        assertThat(heads.read(Unpooled.EMPTY_BUFFER)).isNull();
        assertThat(lookups).hasValue(1);
    }
}
