// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RpcSerializationException;
import java.util.Arrays;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Hessian's numbers, texts, dates and binaries. Numbers and texts are converted as Dubbo's peers expect: a number where a
 * text is asked for becomes text, any number fits any numeric type, and true counts as 1.
 */
// Dates are java.util.Date in this protocol.
@SuppressWarnings("JavaUtilDate")
final class ScalarInput {
    // What parse() found. Not an enum: a reference stored in an object that lives long costs a barrier.
    private static final int NULL = 0;
    private static final int BOOLEAN = 1;
    private static final int INT = 2;
    private static final int LONG = 3;
    private static final int DOUBLE = 4;

    private static final int INITIAL_TEXT = 64;
    private static final int KEPT_TEXT = 16 * 1024;
    // After a character that is not ASCII, so many are read one by one before ASCII is tried again.
    private static final int ODD_RUN = 32;

    private final ByteSource source;
    private final BinaryInput binaries;
    private char[] text = new char[INITIAL_TEXT];
    // The number that parse() found last.
    private int form;
    private long whole;
    private double fraction;

    ScalarInput(ByteSource source) {
        this.source = source;
        this.binaries = new BinaryInput(source);
    }

    /** Gives up the memory of a long text. */
    void clear() {
        if (text.length > KEPT_TEXT) {
            text = new char[INITIAL_TEXT];
        }
    }

    boolean readBoolean() {
        parse(source.read(), "a boolean");
        return form == DOUBLE ? fraction != 0 : whole != 0;
    }

    int readInt() {
        return (int) readLong();
    }

    long readLong() {
        parse(source.read(), "a number");
        return form == DOUBLE ? (long) fraction : whole;
    }

    double readDouble() {
        parse(source.read(), "a number");
        return form == DOUBLE ? fraction : whole;
    }

    /** The value with the given tag, in the type that the tag stands for. */
    @Nullable
    Object readScalar(int tag) {
        if (Tags.isText(tag)) {
            return text(tag, Integer.MAX_VALUE);
        }
        if (Tags.isBinary(tag)) {
            return binaries.read(tag);
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
            default -> fraction;
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
            default -> String.valueOf(fraction);
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
        return binaries.read(tag);
    }

    /** The error for a tag that was just read and does not fit. */
    RpcSerializationException unexpected(String expected, int tag) {
        return Faults.unexpected(expected, tag, source.position());
    }

    private Date date(int tag) {
        return new Date(tag == Tags.DATE_MILLIS ? source.readInt64() : source.readInt32() * 60_000L);
    }

    private void parse(int tag, String expected) {
        if (tag >= Tags.FIRST_NUMBER) {
            parseCompact(tag);
            return;
        }
        form = LONG;
        switch (tag) {
            case 'I' -> {
                form = INT;
                whole = source.readInt32();
            }
            case 'L' -> whole = source.readInt64();
            case 0x59 -> whole = source.readInt32();
            case 'N' -> {
                form = NULL;
                whole = 0;
            }
            case 'F', 'T' -> {
                form = BOOLEAN;
                whole = tag == 'T' ? 1 : 0;
            }
            case 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f ->
                whole = ((tag - 0x3cL) << 16) + source.readUnsignedShort();
            default -> parseDouble(tag, expected);
        }
    }

    // Numbers of one to three bytes.
    private void parseCompact(int tag) {
        form = tag < 0xd8 ? INT : LONG;
        if (tag <= 0xbf) {
            whole = tag - 0x90L;
        } else if (tag <= 0xcf) {
            whole = ((tag - 0xc8L) << 8) + source.read();
        } else if (tag <= 0xd7) {
            whole = ((tag - 0xd4L) << 16) + source.readUnsignedShort();
        } else if (tag <= 0xef) {
            whole = tag - 0xe0L;
        } else {
            whole = ((tag - 0xf8L) << 8) + source.read();
        }
    }

    private void parseDouble(int tag, String expected) {
        form = DOUBLE;
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

    private String text(int tag, int maxLength) {
        int chars = textChars(tag, 0, maxLength);
        if (tag != Tags.TEXT_PART) {
            String ascii = chars == 0 ? "" : source.readAscii(chars);
            if (ascii != null) {
                return ascii;
            }
        }
        return assemble(tag, chars, maxLength);
    }

    /** A text of several parts, or with other characters, or with a part that is not staged as a whole. */
    private String assemble(int firstTag, int firstChars, int maxLength) {
        int length = 0;
        int tag = firstTag;
        int chars = firstChars;
        while (true) {
            if (chars > text.length - length) {
                text = Arrays.copyOf(text, Math.max(length + chars, text.length * 2));
            }
            readChars(length, chars);
            length += chars;
            if (tag != Tags.TEXT_PART) {
                return new String(text, 0, length);
            }
            tag = source.read();
            if (!Tags.isText(tag)) {
                throw unexpected("the next part of a text", tag);
            }
            chars = textChars(tag, length, maxLength);
        }
    }

    private void readChars(int offset, int count) {
        int at = offset;
        int end = offset + count;
        while (at < end) {
            at += source.readAscii(text, at, end - at);
            int odd = Math.min(at + ODD_RUN, end);
            at = source.readChars(text, at, odd);
            if (at < odd) {
                // It lies across the end of the array, or is wrong.
                text[at++] = readChar();
            }
        }
    }

    private int textChars(int tag, int before, int maxLength) {
        int chars = chunkChars(tag);
        // A character takes at least one byte.
        if (chars > source.left()) {
            throw Faults.decode(
                    "a text of " + chars + " characters at byte " + source.position() + " is longer than the message");
        }
        if (chars > maxLength - before) {
            throw Faults.decode("a text at byte " + source.position() + " is longer than " + maxLength + " characters");
        }
        return chars;
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
}
