// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Hessian 2 strings on raw buffers, for what must not wait for a reader or writer of objects: request heads, constant
 * attachments, error texts.
 *
 * <p>Hessian counts UTF-16 units and writes each as one to three bytes, surrogates too. Forms: {@code 00-1f} short,
 * {@code 30-33} up to 1 023 units, {@code S} last chunk, {@code R} further chunk, {@code N} null.
 */
public final class HessianText {
    private static final int SHORT_LIMIT = 0x1f;
    private static final int MEDIUM_TAG = 0x30;
    private static final int MEDIUM_LIMIT = 0x3ff;
    private static final int CHUNK_LIMIT = 0x8000;
    private static final int NULL = 'N';
    /** {@link #skip} found no string of at most the allowed length. */
    static final int NO_TEXT = -1;

    private HessianText() {}

    /** Appends a string. */
    public static void write(ByteBuf out, String text) {
        int from = 0;
        while (text.length() - from > CHUNK_LIMIT) {
            // A surrogate pair is not split, though the format would allow it: not every reader copes.
            int units = Character.isHighSurrogate(text.charAt(from + CHUNK_LIMIT - 1)) ? CHUNK_LIMIT - 1 : CHUNK_LIMIT;
            out.writeByte('R').writeShort(units);
            writeUnits(out, text, from, from + units);
            from += units;
        }
        int units = text.length() - from;
        if (units <= SHORT_LIMIT) {
            out.writeByte(units);
        } else if (units <= MEDIUM_LIMIT) {
            out.writeByte(MEDIUM_TAG + (units >> 8)).writeByte(units);
        } else {
            out.writeByte('S').writeShort(units);
        }
        writeUnits(out, text, from, text.length());
    }

    /** Appends null. */
    static void writeNull(ByteBuf out) {
        out.writeByte(NULL);
    }

    private static void writeUnits(ByteBuf out, String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                out.writeByte(unit);
            } else if (unit < 0x800) {
                out.writeByte(0xc0 | (unit >> 6)).writeByte(0x80 | (unit & 0x3f));
            } else {
                out.writeByte(0xe0 | (unit >> 12))
                        .writeByte(0x80 | ((unit >> 6) & 0x3f))
                        .writeByte(0x80 | (unit & 0x3f));
            }
        }
    }

    /**
     * Finds the end of a string or null.
     *
     * @return the index behind it; {@link #NO_TEXT} if there is none, it is longer than {@code maxUnits}, or it is chunked
     */
    static int skip(ByteBuf in, int at, int maxUnits) {
        int end = in.writerIndex();
        if (at >= end) {
            return NO_TEXT;
        }
        int tag = in.getUnsignedByte(at);
        if (tag == NULL) {
            return at + 1;
        }
        int index = at + prefixLength(tag);
        if (index > end || prefixLength(tag) == 0) {
            return NO_TEXT;
        }
        int units = units(in, at, tag);
        if (units > maxUnits || units > end - index) {
            return NO_TEXT;
        }
        for (; units > 0; units--) {
            if (index >= end) {
                return NO_TEXT;
            }
            int width = width(in.getByte(index));
            if (width == 0) {
                return NO_TEXT;
            }
            index += width;
        }
        return index > end ? NO_TEXT : index;
    }

    /** Reads a string or null that {@link #skip} has accepted; anything else gives nonsense. */
    static @Nullable String read(ByteBuf in, int at) {
        int tag = in.getUnsignedByte(at);
        if (tag == NULL) {
            return null;
        }
        int units = units(in, at, tag);
        StringBuilder text = new StringBuilder(units);
        readUnits(in, at + prefixLength(tag), units, text);
        return text.toString();
    }

    /**
     * Reads a text for people: whatever can be made of the bytes, cut after {@code maxUnits}.
     *
     * @return empty for null and for bytes that are no string
     */
    static String readLenient(ByteBuf in, int maxUnits) {
        StringBuilder text = new StringBuilder();
        int at = in.readerIndex();
        int end = in.writerIndex();
        boolean last = false;
        while (!last && at < end && text.length() < maxUnits) {
            int tag = in.getUnsignedByte(at);
            last = tag != 'R';
            int prefix = tag == 'R' ? 3 : prefixLength(tag);
            if (prefix == 0 || at + prefix > end) {
                break;
            }
            int units = Math.min(units(in, at, tag), maxUnits - text.length());
            at = readUnits(in, at + prefix, units, text);
        }
        return text.toString();
    }

    /** Bytes before the first unit; 0 if the tag does not start a string that is whole. */
    private static int prefixLength(int tag) {
        if (tag <= SHORT_LIMIT) {
            return 1;
        }
        if (tag >= MEDIUM_TAG && tag <= MEDIUM_TAG + 3) {
            return 2;
        }
        return tag == 'S' ? 3 : 0;
    }

    private static int units(ByteBuf in, int at, int tag) {
        if (tag <= SHORT_LIMIT) {
            return tag;
        }
        if (tag <= MEDIUM_TAG + 3) {
            return ((tag - MEDIUM_TAG) << 8) + in.getUnsignedByte(at + 1);
        }
        return in.getUnsignedShort(at + 1);
    }

    private static int width(byte first) {
        if (first >= 0) {
            return 1;
        }
        if ((first & 0xe0) == 0xc0) {
            return 2;
        }
        return (first & 0xf0) == 0xe0 ? 3 : 0;
    }

    private static int readUnits(ByteBuf in, int from, int units, StringBuilder text) {
        int at = from;
        for (int i = 0; i < units; i++) {
            int width = at < in.writerIndex() ? width(in.getByte(at)) : 0;
            if (width == 0 || at + width > in.writerIndex()) {
                return in.writerIndex();
            }
            int first = in.getByte(at);
            text.append((char)
                    (switch (width) {
                        case 1 -> first;
                        case 2 -> ((first & 0x1f) << 6) | (in.getByte(at + 1) & 0x3f);
                        default ->
                            ((first & 0x0f) << 12) | ((in.getByte(at + 1) & 0x3f) << 6) | (in.getByte(at + 2) & 0x3f);
                    }));
            at += width;
        }
        return at;
    }
}
