// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RpcSerializationException;
import java.io.ByteArrayOutputStream;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Hessian's numbers, texts, dates and binaries. Numbers and texts are converted as Dubbo's peers expect: a number where a
 * text is asked for becomes text, any number fits any numeric type, and true counts as 1.
 */
// Dates are java.util.Date in this protocol.
@SuppressWarnings("JavaUtilDate")
final class ScalarInput {
    private enum Form {
        NULL,
        BOOLEAN,
        INT,
        LONG,
        DOUBLE
    }

    private static final int INITIAL_TEXT = 64;
    private static final int KEPT_TEXT = 16 * 1024;

    private final ByteSource source;
    private StringBuilder text = new StringBuilder(INITIAL_TEXT);
    // The number that parse() found last.
    private Form form = Form.NULL;
    private long whole;
    private double fraction;

    ScalarInput(ByteSource source) {
        this.source = source;
    }

    /** Gives up the memory of a long text. */
    void clear() {
        if (text.capacity() > KEPT_TEXT) {
            text = new StringBuilder(INITIAL_TEXT);
        }
    }

    boolean readBoolean() {
        parse(source.read(), "a boolean");
        return form == Form.DOUBLE ? fraction != 0 : whole != 0;
    }

    int readInt() {
        return (int) readLong();
    }

    long readLong() {
        parse(source.read(), "a number");
        return form == Form.DOUBLE ? (long) fraction : whole;
    }

    double readDouble() {
        parse(source.read(), "a number");
        return form == Form.DOUBLE ? fraction : whole;
    }

    /** The value with the given tag, in the type that the tag stands for. */
    @Nullable
    Object readScalar(int tag) {
        if (Tags.isText(tag)) {
            return text(tag, Integer.MAX_VALUE);
        }
        if (Tags.isBinary(tag)) {
            return binary(tag);
        }
        if (Tags.isDate(tag)) {
            return date(tag);
        }
        parse(tag, "a value");
        return switch (form) {
            case NULL -> null;
            case BOOLEAN -> whole != 0;
            case INT -> (int) whole;
            case LONG -> whole;
            case DOUBLE -> fraction;
        };
    }

    /** A text or null; a number counts as its text. */
    @Nullable
    String readString(int maxLength) {
        int tag = source.read();
        if (Tags.isText(tag)) {
            return text(tag, maxLength);
        }
        parse(tag, "a text");
        return switch (form) {
            case NULL -> null;
            case BOOLEAN -> String.valueOf(whole != 0);
            case INT, LONG -> String.valueOf(whole);
            case DOUBLE -> String.valueOf(fraction);
        };
    }

    @Nullable
    Date readDate() {
        int tag = source.read();
        if (tag == 'N') {
            return null;
        }
        if (!Tags.isDate(tag)) {
            throw unexpected("a date", tag);
        }
        return date(tag);
    }

    byte @Nullable [] readBytes() {
        int tag = source.read();
        if (tag == 'N') {
            return null;
        }
        if (!Tags.isBinary(tag)) {
            throw unexpected("binary data", tag);
        }
        return binary(tag);
    }

    /** The error for a tag that was just read and does not fit. */
    RpcSerializationException unexpected(String expected, int tag) {
        return Faults.decode("expected " + expected + ", found tag 0x" + Integer.toHexString(tag) + " at byte "
                + (source.position() - 1));
    }

    private Date date(int tag) {
        return new Date(tag == Tags.DATE_MILLIS ? source.readInt64() : source.readInt32() * 60_000L);
    }

    private void parse(int tag, String expected) {
        form = Form.INT;
        if (Tags.isBetween(tag, 0x80, 0xbf)) {
            whole = tag - 0x90L;
        } else if (Tags.isBetween(tag, 0xc0, 0xcf)) {
            whole = ((tag - 0xc8L) << 8) + source.read();
        } else if (Tags.isBetween(tag, 0xd0, 0xd7)) {
            whole = ((tag - 0xd4L) << 16) + source.readUnsignedShort();
        } else if (tag == 'I') {
            whole = source.readInt32();
        } else if (tag == 'N' || tag == 'F' || tag == 'T') {
            form = tag == 'N' ? Form.NULL : Form.BOOLEAN;
            whole = tag == 'T' ? 1 : 0;
        } else if (!parseLong(tag)) {
            parseDouble(tag, expected);
        }
    }

    private boolean parseLong(int tag) {
        form = Form.LONG;
        if (Tags.isBetween(tag, 0xd8, 0xef)) {
            whole = tag - 0xe0L;
        } else if (tag >= 0xf0) {
            whole = ((tag - 0xf8L) << 8) + source.read();
        } else if (Tags.isBetween(tag, 0x38, 0x3f)) {
            whole = ((tag - 0x3cL) << 16) + source.readUnsignedShort();
        } else if (tag == 0x59) {
            whole = source.readInt32();
        } else if (tag == 'L') {
            whole = source.readInt64();
        } else {
            return false;
        }
        return true;
    }

    private void parseDouble(int tag, String expected) {
        form = Form.DOUBLE;
        switch (tag) {
            case 0x5b -> fraction = 0;
            case 0x5c -> fraction = 1;
            case 0x5d -> fraction = (byte) source.read();
            case 0x5e -> fraction = (short) source.readUnsignedShort();
            case 0x5f -> fraction = 0.001 * source.readInt32();
            case 'D' -> fraction = Double.longBitsToDouble(source.readInt64());
            default -> throw unexpected(expected, tag);
        }
    }

    private String text(int firstTag, int maxLength) {
        text.setLength(0);
        int tag = firstTag;
        while (true) {
            int chars = chunkChars(tag);
            // A character takes at least one byte.
            if (chars > source.left()) {
                throw Faults.decode("a text of " + chars + " characters at byte " + source.position()
                        + " is longer than the message");
            }
            if (chars > maxLength - text.length()) {
                throw Faults.decode(
                        "a text at byte " + source.position() + " is longer than " + maxLength + " characters");
            }
            for (int i = 0; i < chars; i++) {
                text.append(readChar());
            }
            if (tag != Tags.TEXT_PART) {
                return text.toString();
            }
            tag = source.read();
            if (!Tags.isText(tag)) {
                throw unexpected("the next part of a text", tag);
            }
        }
    }

    private int chunkChars(int tag) {
        if (tag <= 0x1f) {
            return tag;
        }
        return tag <= 0x33 ? ((tag - 0x30) << 8) + source.read() : source.readUnsignedShort();
    }

    // Each UTF-16 unit by itself, surrogates too: Hessian's form, not UTF-8 proper.
    private char readChar() {
        int b = source.read();
        if (b < 0x80) {
            return (char) b;
        }
        if ((b & 0xe0) == 0xc0) {
            return (char) ((b & 0x1f) << 6 | continuation());
        }
        if ((b & 0xf0) == 0xe0) {
            return (char) ((b & 0x0f) << 12 | continuation() << 6 | continuation());
        }
        throw Faults.decode(
                "byte 0x" + Integer.toHexString(b) + " at " + (source.position() - 1) + " does not start a character");
    }

    private int continuation() {
        int b = source.read();
        if ((b & 0xc0) != 0x80) {
            throw Faults.decode("byte 0x" + Integer.toHexString(b) + " at " + (source.position() - 1)
                    + " does not continue a character");
        }
        return b & 0x3f;
    }

    private byte[] binary(int firstTag) {
        int tag = firstTag;
        byte[] first = chunk(tag);
        if (tag != Tags.BINARY_PART) {
            return first;
        }
        ByteArrayOutputStream parts = new ByteArrayOutputStream(first.length * 2);
        parts.writeBytes(first);
        while (tag == Tags.BINARY_PART) {
            tag = source.read();
            if (!Tags.isBinary(tag)) {
                throw unexpected("the next part of binary data", tag);
            }
            parts.writeBytes(chunk(tag));
        }
        return parts.toByteArray();
    }

    private byte[] chunk(int tag) {
        int count;
        if (Tags.isBetween(tag, 0x20, 0x2f)) {
            count = tag - 0x20;
        } else {
            count = tag <= 0x37 ? ((tag - 0x34) << 8) + source.read() : source.readUnsignedShort();
        }
        if (count > source.left()) {
            throw Faults.decode(
                    "binary data of " + count + " bytes at byte " + source.position() + " is longer than the message");
        }
        byte[] bytes = new byte[count];
        source.readFully(bytes, 0, count);
        return bytes;
    }
}
