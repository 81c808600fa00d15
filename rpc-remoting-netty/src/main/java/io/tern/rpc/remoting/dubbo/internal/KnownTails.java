// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The attachments at the end of bodies that were read before, by their bytes.
 *
 * <p>Attachments of one method and one peer hardly ever change, so comparing some hundred bytes mostly saves decoding
 * them. Only untyped maps of texts are kept: they refer to nothing before them, so equal bytes mean the same wherever they
 * stand. There are few places, of limited length, so a peer cannot fill memory. Thread-safe.
 */
public final class KnownTails {
    /** Consumers of one method, or applications, whose attachments differ. */
    private static final int PLACES = 4;

    private static final int MAX_LENGTH = 1_024;
    /** With all places taken every so many-th unknown tail replaces one: some have a new value in every message. */
    private static final int REPLACE_SHIFT = 6;

    private static final int REPLACE_MASK = (1 << REPLACE_SHIFT) - 1;

    private final AtomicReferenceArray<@Nullable Tail> places = new AtomicReferenceArray<>(PLACES);
    /** Racy on purpose: it only chooses places. */
    private int unknown;

    private record Tail(ByteBuf bytes, Map<String, Object> attachments) {}

    /** The attachments whose bytes begin at {@code index} and end with the body; null if they are not known. */
    @Nullable
    Map<String, Object> find(ByteBuf body, int index) {
        int length = body.writerIndex() - index;
        for (int i = 0; i < PLACES; i++) {
            Tail tail = places.get(i);
            if (tail == null) {
                return null;
            }
            if (tail.bytes.readableBytes() == length && ByteBufUtil.equals(tail.bytes, 0, body, index, length)) {
                return tail.attachments;
            }
        }
        return null;
    }

    /** Remembers what was read from there. Returns the same entries, as {@link #find} will: not modifiable. */
    Map<String, Object> add(ByteBuf body, int index, Map<String, Object> attachments) {
        Map<String, Object> kept = Map.copyOf(attachments);
        int length = body.writerIndex() - index;
        if (length > MAX_LENGTH || body.getByte(index) != DubboCodec.MAP_START || !isText(kept)) {
            return kept;
        }
        int place = freePlace();
        if (place < 0) {
            int count = unknown++;
            if ((count & REPLACE_MASK) != 0) {
                return kept;
            }
            place = (count >>> REPLACE_SHIFT) & (PLACES - 1);
        }
        byte[] bytes = new byte[length];
        body.getBytes(index, bytes);
        places.set(place, new Tail(Unpooled.wrappedBuffer(bytes), kept));
        return kept;
    }

    private int freePlace() {
        for (int i = 0; i < PLACES; i++) {
            if (places.get(i) == null) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isText(Map<String, Object> attachments) {
        for (Object value : attachments.values()) {
            if (!(value instanceof String)) {
                return false;
            }
        }
        return true;
    }
}
