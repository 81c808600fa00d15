// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From the raw bytes of a request's head to what it calls.
 *
 * <p>The five strings at the start of a body are the same in every call of a method by one consumer, so they are not
 * decoded each time: one pass finds their end and a hash, and an open-addressing table of byte strings gives the answer.
 * Only a head that is not in the table is turned into strings, by a reader of our own with small limits, and looked up
 * with the engine. Only heads that name something are kept, and a limited number of them, so a peer cannot fill
 * memory; what is kept is never removed, so there is no deleted mark and readers need no lock. Thread-safe.
 */
public final class RequestHeads {
    /** Longest protocol version, path, service version and method name, in characters. */
    static final int MAX_NAME = 256;
    /** Longest parameter descriptor. */
    static final int MAX_DESCRIPTOR = 8 * 1024;

    static final int MAX_HEADS = 2_048;
    private static final int STRINGS = 5;
    /** One in so many kept heads may have another protocol version than the usual one, as those of Dubbo before 2.6.3. */
    private static final int OTHERS_SHARE = 4;

    private final Function<RequestHead, @Nullable RequestTarget> finder;
    private final int maxHeads;
    private final int slotMask;
    private final AtomicReferenceArray<@Nullable Entry> slots;
    private final AtomicInteger kept = new AtomicInteger();
    /** Of those that are kept, how many have another protocol version than the usual one. */
    private final AtomicInteger others = new AtomicInteger();

    /** So that nobody outside can choose heads that stand in one row. */
    private final long seed = ThreadLocalRandom.current().nextLong();

    private record Entry(int hash, ByteBuf key, KnownHead head) {}

    /** {@code finder} is asked on the calling thread of {@link #read}. */
    public RequestHeads(Function<RequestHead, @Nullable RequestTarget> finder) {
        this(finder, MAX_HEADS);
    }

    /** Keeps about {@code maxHeads} heads, a power of two. */
    public RequestHeads(Function<RequestHead, @Nullable RequestTarget> finder, int maxHeads) {
        this.finder = finder;
        this.maxHeads = maxHeads;
        this.slotMask = 2 * maxHeads - 1;
        this.slots = new AtomicReferenceArray<>(2 * maxHeads);
    }

    /**
     * Reads the head at the start of a body, whose reader index does not move.
     *
     * @return null if there is no head within the limits
     */
    public @Nullable KnownHead read(ByteBuf body) {
        int length = length(body);
        if (length < 0) {
            return null;
        }
        int start = body.readerIndex();
        int hash = hash(body, start, length);
        int slot = hash & slotMask;
        // At most half of the slots are taken, so a free one ends the search.
        while (true) {
            Entry entry = slots.get(slot);
            if (entry == null) {
                return parse(body, length, hash, slot);
            }
            if (entry.hash == hash
                    && entry.key.readableBytes() == length
                    && ByteBufUtil.equals(entry.key, 0, body, start, length)) {
                return entry.head;
            }
            slot = (slot + 1) & slotMask;
        }
    }

    private static int length(ByteBuf body) {
        int at = body.readerIndex();
        for (int i = 0; i < STRINGS; i++) {
            at = HessianText.skip(body, at, i < STRINGS - 1 ? MAX_NAME : MAX_DESCRIPTOR);
            if (at == HessianText.NO_TEXT) {
                return -1;
            }
        }
        return at - body.readerIndex();
    }

    private int hash(ByteBuf body, int start, int length) {
        long hash = seed + length;
        int at = start;
        int end = start + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ body.getLong(at)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ body.getByte(at)) * 0x9e3779b97f4a7c15L;
        }
        return (int) (hash ^ (hash >>> 32));
    }

    private KnownHead parse(ByteBuf body, int length, int hash, int slot) {
        @Nullable String[] texts = new String[STRINGS];
        int at = body.readerIndex();
        for (int i = 0; i < STRINGS; i++) {
            texts[i] = HessianText.read(body, at);
            at = HessianText.skip(body, at, MAX_DESCRIPTOR);
        }
        RequestHead head = new RequestHead(texts[0], texts[1], texts[2], texts[3], texts[4]);
        RequestTarget target = finder.apply(head);
        KnownHead known = new KnownHead(
                head,
                target,
                length,
                KnownHead.understandsReplyAttachments(texts[0]),
                new KnownTails(),
                new FrameSize());
        if (target != null && kept.get() < maxHeads && isCommon(texts[0])) {
            byte[] key = ByteBufUtil.getBytes(body, body.readerIndex(), length, true);
            // Losing the race to another loop costs one more parse later, nothing else.
            if (slots.compareAndSet(slot, null, new Entry(hash, Unpooled.wrappedBuffer(key), known))) {
                kept.incrementAndGet();
            }
        }
        return known;
    }

    /** Nobody checks the protocol version, so peers could make any number of heads of one method with it. */
    private boolean isCommon(@Nullable String protocolVersion) {
        int most = maxHeads / OTHERS_SHARE;
        return DubboCodec.PROTOCOL_VERSION.equals(protocolVersion)
                || (others.get() < most && others.incrementAndGet() <= most);
    }
}
