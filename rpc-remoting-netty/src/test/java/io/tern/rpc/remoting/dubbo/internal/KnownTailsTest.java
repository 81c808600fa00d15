// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownTailsTest {
    private final KnownTails tails = new KnownTails();

    private static ByteBuf tail(String key, String value) {
        ByteBuf body = Unpooled.buffer().writeByte(1).writeByte(DubboCodec.MAP_START);
        HessianText.write(body, key);
        HessianText.write(body, value);
        return body.writeByte(DubboCodec.MAP_END);
    }

    @Test
    void equalBytesGiveTheSameMapAndOthersNone() {
        Map<String, Object> first = tails.add(tail("k", "1"), 1, Map.of("k", "1"));
        assertThat(tails.find(tail("k", "1"), 1)).isSameAs(first);
        assertThat(tails.find(tail("k", "2"), 1)).isNull();
        assertThat(tails.find(tail("k", "11"), 1)).isNull();
        assertThat(tails.find(tail("k", "1"), 0)).isNull();
    }

    @Test
    void valuesThatAreNoTextsAreNotKept() {
        tails.add(tail("k", "1"), 1, Map.of("k", 1));
        assertThat(tails.find(tail("k", "1"), 1)).isNull();
    }

    @Test
    void aMapWithATypeIsNotKeptSinceItMayReferToWhatCameBefore() {
        ByteBuf typed = tail("k", "1");
        typed.setByte(1, 'M');
        tails.add(typed, 1, Map.of("k", "1"));
        assertThat(tails.find(typed, 1)).isNull();
    }

    @Test
    void longTailsAreNotKeptAndTakeNoPlaceFromOthers() {
        for (int i = 0; i < 10; i++) {
            tails.add(tail("k", "x".repeat(2_000) + i), 1, Map.of("k", "x".repeat(2_000) + i));
        }
        tails.add(tail("k", "1"), 1, Map.of("k", "1"));
        assertThat(tails.find(tail("k", "1"), 1)).isEqualTo(Map.of("k", "1"));
    }

    @Test
    void aValueThatIsNewInEveryMessageSoonLeavesTheOthersTheirPlaces() {
        for (int i = 0; i < 3; i++) {
            tails.add(tail("consumer", "" + i), 1, Map.of("consumer", "" + i));
        }
        for (int i = 0; i < 60; i++) {
            tails.add(tail("trace", "" + i), 1, Map.of("trace", "" + i));
        }
        assertThat(tails.find(tail("consumer", "1"), 1)).isEqualTo(Map.of("consumer", "1"));
        assertThat(tails.find(tail("consumer", "2"), 1)).isEqualTo(Map.of("consumer", "2"));
    }
}
