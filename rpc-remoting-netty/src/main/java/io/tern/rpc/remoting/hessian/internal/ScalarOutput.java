// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Numbers, texts, dates and binary data, each in the shortest form that hessian-lite chooses. They are collected in a block that
 * goes to the stream when it is full; what is larger than a block goes there directly. Not thread-safe.
 */
class ScalarOutput {
    private static final int BLOCK = 8 * 1024;
    /** Most characters or bytes of one chunk: hessian-lite's own bound for texts, and well within what its reader takes for data. */
    private static final int CHUNK = 0x8000;

    private static final int NUMBER_BYTES = 9;
    private static final int CHAR_BYTES = 3;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] block = new byte[BLOCK];
    private int position;
    private final OutputStream nowhere = OutputStream.nullOutputStream();
    private OutputStream out = nowhere;

    /** Begins with an empty block; bytes that were not passed on are dropped. */
    final void attach(OutputStream stream) {
        out = stream;
        position = 0;
    }

    /** Lets go of the stream and of what was not passed on to it. */
    final void detach() {
        attach(nowhere);
    }

    /** Passes everything on to the stream. */
    final void flush() throws IOException {
        drain();
        out.flush();
    }

    final void writeNull() throws IOException {
        put(Tags.NULL);
    }

    final void writeBoolean(boolean value) throws IOException {
        put(value ? Tags.TRUE : Tags.FALSE);
    }

    final void writeInt(int value) throws IOException {
        int at = reserve(NUMBER_BYTES);
        if (value >= -0x10 && value <= 0x2f) {
            block[at] = (byte) (0x90 + value);
            position = at + 1;
        } else if (value >= -0x800 && value <= 0x7ff) {
            SHORTS.set(block, at, (short) (0xc800 + value));
            position = at + 2;
        } else if (value >= -0x40000 && value <= 0x3ffff) {
            block[at] = (byte) (0xd4 + (value >> 16));
            SHORTS.set(block, at + 1, (short) value);
            position = at + 3;
        } else {
            putInt(at, 'I', value);
        }
    }

    final void writeLong(long value) throws IOException {
        int at = reserve(NUMBER_BYTES);
        if (value >= -0x08 && value <= 0x0f) {
            block[at] = (byte) (0xe0 + value);
            position = at + 1;
        } else if (value >= -0x800 && value <= 0x7ff) {
            SHORTS.set(block, at, (short) (0xf800 + value));
            position = at + 2;
        } else if (value >= -0x40000 && value <= 0x3ffff) {
            block[at] = (byte) (0x3c + (value >> 16));
            SHORTS.set(block, at + 1, (short) value);
            position = at + 3;
        } else if (value == (int) value) {
            putInt(at, 0x59, (int) value);
        } else {
            putLong(at, 'L', value);
        }
    }

    final void writeDouble(double value) throws IOException {
        int at = reserve(NUMBER_BYTES);
        int whole = (int) value;
        // hessian-lite writes -0.0 in the short form of zero, which has no sign.
        if (whole == value && (whole != 0 || Double.doubleToRawLongBits(value) == 0)) {
            if (whole == 0 || whole == 1) {
                block[at] = (byte) (0x5b + whole);
                position = at + 1;
                return;
            }
            if (whole == (byte) whole) {
                block[at] = 0x5d;
                block[at + 1] = (byte) whole;
                position = at + 2;
                return;
            }
            if (whole == (short) whole) {
                block[at] = 0x5e;
                SHORTS.set(block, at + 1, (short) whole);
                position = at + 3;
                return;
            }
        }
        int thousandths = (int) (value * 1000);
        if (0.001 * thousandths == value && Double.doubleToRawLongBits(value) != Long.MIN_VALUE) {
            putInt(at, 0x5f, thousandths);
        } else {
            putLong(at, 'D', Double.doubleToLongBits(value));
        }
    }

    /** A moment in milliseconds since 1970. */
    final void writeDate(long millis) throws IOException {
        int at = reserve(NUMBER_BYTES);
        long minutes = millis / 60_000;
        if (minutes * 60_000 == millis && minutes == (int) minutes) {
            putInt(at, Tags.DATE_MINUTES, (int) minutes);
        } else {
            putLong(at, Tags.DATE_MILLIS, millis);
        }
    }

    // Dates of all kinds are java.util.Date in this protocol.
    @SuppressWarnings("JavaUtilDate")
    final void writeDate(@Nullable Date value) throws IOException {
        if (value == null) {
            writeNull();
        } else {
            writeDate(value.getTime());
        }
    }

    final void writeChar(char value) throws IOException {
        put(1);
        reserve(CHAR_BYTES);
        putChar(value);
    }

    final void writeString(@Nullable String value) throws IOException {
        if (value == null) {
            writeNull();
            return;
        }
        int from = 0;
        int length = value.length();
        while (length > CHUNK) {
            // A chunk cannot end within a pair of surrogates.
            int part = Character.isHighSurrogate(value.charAt(from + CHUNK - 1)) ? CHUNK - 1 : CHUNK;
            putHead(Tags.TEXT_PART, part);
            writeChars(value, from, from + part);
            from += part;
            length -= part;
        }
        if (length <= 0x1f) {
            put(length);
        } else if (length <= 0x3ff) {
            int at = reserve(2);
            SHORTS.set(block, at, (short) (0x3000 + length));
            position = at + 2;
        } else {
            putHead('S', length);
        }
        writeChars(value, from, from + length);
    }

    final void writeBytes(byte[] value) throws IOException {
        int from = 0;
        int length = value.length;
        while (length > CHUNK) {
            putHead(Tags.BINARY_PART, CHUNK);
            writeRaw(value, from, CHUNK);
            from += CHUNK;
            length -= CHUNK;
        }
        if (length <= 0x0f) {
            put(0x20 + length);
        } else if (length <= 0x3ff) {
            int at = reserve(2);
            SHORTS.set(block, at, (short) (0x3400 + length));
            position = at + 2;
        } else {
            putHead('B', length);
        }
        writeRaw(value, from, length);
    }

    /** Writes all of a stream as binary data of unknown length. */
    final void writeBytes(InputStream value) throws IOException {
        for (byte[] part = value.readNBytes(BLOCK); part.length > 0; part = value.readNBytes(BLOCK)) {
            putHead(Tags.BINARY_PART, part.length);
            writeRaw(part, 0, part.length);
        }
        put(0x20);
    }

    /** Writes bytes as they are. */
    final void writeRaw(byte[] bytes, int from, int length) throws IOException {
        if (length > BLOCK - position) {
            drain();
            if (length > BLOCK) {
                out.write(bytes, from, length);
                return;
            }
        }
        System.arraycopy(bytes, from, block, position, length);
        position += length;
    }

    /** Writes one byte. */
    final void put(int value) throws IOException {
        int at = reserve(1);
        block[at] = (byte) value;
        position = at + 1;
    }

    /** Makes room in the block and tells where it begins. */
    private int reserve(int length) throws IOException {
        if (length > BLOCK - position) {
            drain();
        }
        return position;
    }

    private void drain() throws IOException {
        int length = position;
        // First, so that a stream that throws is not asked for the same bytes again.
        position = 0;
        if (length > 0) {
            out.write(block, 0, length);
        }
    }

    private void putHead(int tag, int length) throws IOException {
        int at = reserve(3);
        block[at] = (byte) tag;
        SHORTS.set(block, at + 1, (short) length);
        position = at + 3;
    }

    private void putInt(int at, int tag, int value) {
        block[at] = (byte) tag;
        INTS.set(block, at + 1, value);
        position = at + 1 + Integer.BYTES;
    }

    private void putLong(int at, int tag, long value) {
        block[at] = (byte) tag;
        LONGS.set(block, at + 1, value);
        position = at + 1 + Long.BYTES;
    }

    private void writeChars(String text, int from, int to) throws IOException {
        int next = from;
        while (next < to) {
            reserve(CHAR_BYTES);
            next = putAscii(text, next, Math.min(to, next + BLOCK - position));
            while (next < to && BLOCK - position >= CHAR_BYTES) {
                putChar(text.charAt(next++));
            }
        }
    }

    /** Puts characters up to the first that takes more than a byte, and tells where that is. */
    private int putAscii(String text, int from, int to) {
        int at = position - from;
        int next = from;
        while (next < to) {
            char c = text.charAt(next);
            if (c >= 0x80) {
                break;
            }
            block[at + next] = (byte) c;
            next++;
        }
        position = at + next;
        return next;
    }

    // Each half of a pair of surrogates by itself, as hessian-lite does.
    private void putChar(char c) {
        if (c < 0x80) {
            block[position++] = (byte) c;
        } else if (c < 0x800) {
            block[position++] = (byte) (0xc0 + (c >> 6));
            block[position++] = (byte) (0x80 + (c & 0x3f));
        } else {
            block[position++] = (byte) (0xe0 + (c >> 12));
            block[position++] = (byte) (0x80 + ((c >> 6) & 0x3f));
            block[position++] = (byte) (0x80 + (c & 0x3f));
        }
    }
}
