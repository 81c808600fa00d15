// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into frames.
 *
 * <p>A body that arrives within one read is handed on as a retained slice of that read's buffer: nothing is copied. One
 * that spans reads is collected in a buffer that grows with the bytes that arrive, never with the length that the header
 * claims. The {@link Sink} judges every header before a byte of its body is kept.
 *
 * <p>The position in the stream is always known: a refused body is skipped exactly, and after anything else that is not
 * a frame the decoder is broken for good and swallows the rest. One line of text where a frame should start is skipped,
 * since health checks send such lines. Not thread-safe.
 */
public final class FrameDecoder {
    /** Longest line of text that is skipped. */
    static final int MAX_TEXT_LENGTH = 1_024;
    /** A body is judged once more before more than this is buffered of it. */
    public static final int PROBE_LENGTH = 64 * 1024;

    private static final int FIRST_BODY_CAPACITY = 4 * 1024;
    private static final int GROWTH = 4;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** What to do with a body. */
    public enum Verdict {
        /** Collect it and hand it on. */
        READ,
        /** Skip exactly its bytes. */
        SKIP,
        /** Stop decoding this stream. */
        STOP
    }

    /** Takes the frames of one stream. Called on the stream's thread; must not throw. */
    public interface Sink {
        /**
         * Judges a header.
         *
         * @param length body bytes, 0 to 2^31-1
         */
        Verdict header(int flags, int status, long id, int length);

        /**
         * Judges a long body again, when its first {@link FrameDecoder#PROBE_LENGTH} bytes or so have arrived.
         *
         * @param length body bytes
         * @param start what arrived; not to be kept or moved
         */
        Verdict probe(int flags, long id, int length, ByteBuf start);

        /** Takes a frame and owns {@code body}. */
        void frame(int flags, int status, long id, ByteBuf body);

        /** A line of text was skipped. */
        void text();

        /** The stream is not Dubbo's protocol; nothing more comes from it. */
        void broken(String reason);
    }

    private enum State {
        HEADER,
        BODY,
        SKIP,
        TEXT,
        BROKEN
    }

    private final ByteBufAllocator allocator;
    private final Sink sink;
    private final byte[] header = new byte[FrameHeader.LENGTH];
    private State state = State.HEADER;
    private int headerLength;
    private int flags;
    private int status;
    private long id;
    /** Bytes of the body that are still to come, in states BODY (if nothing is collected yet: all) and SKIP. */
    private int missing;

    private @Nullable ByteBuf body;
    private boolean probed;
    private int textLength;
    private boolean textSkipped;

    public FrameDecoder(ByteBufAllocator allocator, Sink sink) {
        this.allocator = allocator;
        this.sink = sink;
    }

    /** Takes the next bytes of the stream and owns the buffer. */
    public void feed(ByteBuf in) {
        try {
            while (in.isReadable() && state != State.BROKEN) {
                switch (state) {
                    case HEADER -> readHeader(in);
                    case BODY -> readBody(in);
                    case SKIP -> skipBody(in);
                    case TEXT -> skipText(in);
                    case BROKEN -> throw new AssertionError(state);
                }
            }
        } finally {
            in.release();
        }
    }

    /** Ends decoding and frees what was collected. Idempotent. */
    public void close() {
        state = State.BROKEN;
        releaseBody();
    }

    private void readHeader(ByteBuf in) {
        if (headerLength == 0 && in.getByte(in.readerIndex()) != FrameHeader.MAGIC_HIGH) {
            state = State.TEXT;
            textLength = 0;
            return;
        }
        int count = Math.min(FrameHeader.LENGTH - headerLength, in.readableBytes());
        in.readBytes(header, headerLength, count);
        headerLength += count;
        if (headerLength > 1 && header[1] != FrameHeader.MAGIC_LOW) {
            fail("bytes that are not a Dubbo frame");
            return;
        }
        if (headerLength < FrameHeader.LENGTH) {
            return;
        }
        headerLength = 0;
        flags = header[FrameHeader.FLAGS_AT] & 0xff;
        status = header[FrameHeader.STATUS_AT] & 0xff;
        id = (long) LONGS.get(header, FrameHeader.ID_AT);
        missing = (int) INTS.get(header, FrameHeader.BODY_LENGTH_AT);
        if (missing < 0) {
            fail("a body length of " + Integer.toUnsignedString(missing) + " bytes (expected: at most 2147483647)");
            return;
        }
        enter(sink.header(flags, status, id, missing), in);
    }

    private void enter(Verdict verdict, ByteBuf in) {
        textSkipped = false;
        probed = false;
        switch (verdict) {
            case STOP -> close();
            case SKIP -> state = missing == 0 ? State.HEADER : State.SKIP;
            case READ -> {
                state = State.BODY;
                if (missing == 0) {
                    readBody(in);
                }
            }
        }
    }

    private void readBody(ByteBuf in) {
        if (body == null && in.readableBytes() >= missing) {
            deliver(in.readRetainedSlice(missing));
            return;
        }
        ByteBuf collected = body;
        if (collected == null) {
            int length = missing;
            collected = allocator.buffer(Math.min(length, Math.max(in.readableBytes(), FIRST_BODY_CAPACITY)), length);
            body = collected;
        }
        int count = Math.min(missing, in.readableBytes());
        if (!probed && collected.readableBytes() + count > PROBE_LENGTH) {
            probed = true;
            // Copied up to the limit first, so that the judge sees as much as it may.
            int before = PROBE_LENGTH - collected.readableBytes();
            take(in, collected, before);
            Verdict verdict = sink.probe(flags, id, collected.readableBytes() + missing, collected);
            if (verdict != Verdict.READ) {
                releaseBody();
                state = verdict == Verdict.SKIP ? State.SKIP : State.BROKEN;
                return;
            }
            count -= before;
        }
        take(in, collected, count);
        if (missing == 0) {
            body = null;
            deliver(collected);
        }
    }

    private void take(ByteBuf in, ByteBuf collected, int count) {
        if (probed && collected.writableBytes() < count) {
            // In few steps, as each copies what is there; still in proportion to what has arrived.
            long wanted = Math.max((long) GROWTH * collected.capacity(), (long) collected.writerIndex() + count);
            collected.capacity((int) Math.min(wanted, collected.maxCapacity()));
        }
        collected.writeBytes(in, count);
        missing -= count;
    }

    private void deliver(ByteBuf complete) {
        missing = 0;
        state = State.HEADER;
        sink.frame(flags, status, id, complete);
    }

    private void skipBody(ByteBuf in) {
        int count = Math.min(missing, in.readableBytes());
        in.skipBytes(count);
        missing -= count;
        if (missing == 0) {
            state = State.HEADER;
        }
    }

    private void skipText(ByteBuf in) {
        while (in.isReadable()) {
            byte next = in.readByte();
            if (next == '\n') {
                if (textSkipped) {
                    // A second line is no health check but another protocol.
                    fail("text");
                    return;
                }
                textSkipped = true;
                state = State.HEADER;
                sink.text();
                return;
            }
            boolean printable = (next >= ' ' && next < 0x7f) || next == '\t' || next == '\r';
            if (!printable || ++textLength >= MAX_TEXT_LENGTH) {
                fail("bytes that are not a Dubbo frame");
                return;
            }
        }
    }

    private void fail(String reason) {
        close();
        sink.broken(reason);
    }

    private void releaseBody() {
        if (body != null) {
            body.release();
            body = null;
        }
    }
}
