// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RpcSerializationException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one message, taken in bulk into an array, and how many are left. A message of up to {@value #STAGED_BYTES} bytes
 * is in the array as a whole; of longer ones the part that is being read. Reading past the end is an error, never a value.
 */
final class ByteSource {
    private static final int STAGED_BYTES = 8 * 1024;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    // Bytes of a character.
    private static final int LONGEST_CHAR = 3;
    // Tag and length of a chunk of binary data.
    /** Headers of small chunks are looked at together. */
    private static final int AHEAD_BYTES = 1_024;

    private static final int CHUNK_HEADER = 3;

    private final byte[] staged = new byte[STAGED_BYTES];
    private final InputStream none = InputStream.nullInputStream();
    private InputStream in = none;
    private int next;
    private int end;
    // Position in the message of staged[0].
    private int base;
    private int length;
    // Bytes that looking ahead has taken from the stream.
    /** Bytes of the stream that were looked at, and where they lie from the end of what is staged. */
    private final byte[] aheadBytes = new byte[AHEAD_BYTES];

    private int aheadStart;
    private int aheadEnd;

    void open(InputStream in, int length) {
        this.in = in;
        this.length = Math.max(0, length);
        next = 0;
        end = 0;
        base = 0;
    }

    /** Forgets the stream and whatever was not read of it. */
    void clear() {
        open(none, 0);
    }

    int position() {
        return base + next;
    }

    int left() {
        return length - base - next;
    }

    int read() {
        if (next == end) {
            fill(STAGED_BYTES);
        }
        return staged[next++] & 0xff;
    }

    int peek() {
        if (next == end) {
            fill(STAGED_BYTES);
        }
        return staged[next] & 0xff;
    }

    int readUnsignedShort() {
        return read() << 8 | read();
    }

    int readInt32() {
        if (end - next >= Integer.BYTES) {
            int value = (int) INTS.get(staged, next);
            next += Integer.BYTES;
            return value;
        }
        return read() << 24 | read() << 16 | read() << 8 | read();
    }

    long readInt64() {
        if (end - next >= Long.BYTES) {
            long value = (long) LONGS.get(staged, next);
            next += Long.BYTES;
            return value;
        }
        return (long) readInt32() << 32 | (readInt32() & 0xffffffffL);
    }

    /** The text of the next characters if they are all ASCII and staged; else null, and nothing was read. */
    @Nullable
    String readAscii(int chars) {
        if (chars > end - next || asciiRun(chars) < chars) {
            return null;
        }
        String text = new String(staged, next, chars, StandardCharsets.ISO_8859_1);
        next += chars;
        return text;
    }

    /** Reads ASCII characters into {@code target}, as many as come in a row and are staged, at most {@code most}. */
    int readAscii(char[] target, int offset, int most) {
        int run = asciiRun(Math.min(most, end - next));
        for (int i = 0; i < run; i++) {
            target[offset + i] = (char) staged[next + i];
        }
        next += run;
        return run;
    }

    /**
     * Reads characters of one to three bytes into {@code target} as long as they are staged and right.
     *
     * @return the place after the last of them, at most {@code stop}
     */
    int readChars(char[] target, int offset, int stop) {
        int at = offset;
        int from = next;
        int last = end - LONGEST_CHAR;
        while (at < stop && from <= last) {
            int first = staged[from];
            if (first >= 0) {
                target[at++] = (char) first;
                from++;
                continue;
            }
            int second = staged[from + 1];
            if ((second & 0xc0) != 0x80) {
                break;
            }
            if ((first & 0xe0) == 0xc0) {
                target[at++] = (char) ((first & 0x1f) << 6 | (second & 0x3f));
                from += 2;
                continue;
            }
            int third = staged[from + 2];
            if ((first & 0xf0) != 0xe0 || (third & 0xc0) != 0x80) {
                break;
            }
            target[at++] = (char) ((first & 0x0f) << 12 | (second & 0x3f) << 6 | (third & 0x3f));
            from += LONGEST_CHAR;
        }
        next = from;
        return at;
    }

    // Eight at a time; may end up to seven characters early, unless all are ASCII.
    private int asciiRun(int most) {
        int from = next;
        int done = 0;
        while (done <= most - Long.BYTES) {
            if (((long) LONGS.get(staged, from + done) & HIGH_BITS) != 0) {
                return done;
            }
            done += Long.BYTES;
        }
        while (done < most && staged[from + done] >= 0) {
            done++;
        }
        return done;
    }

    /** A hash of the short text that comes next, its header included; -1 if there is none, or not as a whole in the array. */
    int hashOfText() {
        int left = end - next;
        int tag = left < 2 ? -1 : staged[next] & 0xff;
        int count = -1;
        if (tag <= 0x1f) {
            count = 1 + tag;
        } else if (Tags.isBetween(tag, 0x30, 0x33)) {
            count = 2 + ((tag - 0x30) << 8) + (staged[next + 1] & 0xff);
        }
        return count <= 0 || count > left ? -1 : hash(staged, next, count);
    }

    /** A hash of the last bytes of a short text: names that are alike begin alike. */
    static int hash(byte[] bytes, int from, int count) {
        int stop = from + count;
        long hash = count;
        if (count >= 2 * Long.BYTES) {
            hash += (long) LONGS.get(bytes, stop - 2 * Long.BYTES) * 31 + (long) LONGS.get(bytes, stop - Long.BYTES);
        } else {
            for (int at = from; at < stop; at++) {
                hash = hash * 31 + bytes[at];
            }
        }
        hash *= 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 33);
    }

    /** Passes over the given bytes if they come next and are staged as a whole; otherwise reads nothing. */
    boolean skipIfNext(byte[] expected) {
        int stop = next + expected.length;
        if (stop > end || !Arrays.equals(staged, next, stop, expected, 0, expected.length)) {
            return false;
        }
        next = stop;
        return true;
    }

    /** The bytes from a position up to here; null if they are no longer staged. */
    byte @Nullable [] copySince(int position) {
        int from = position - base;
        return from < 0 ? null : Arrays.copyOfRange(staged, from, next);
    }

    void readFully(byte[] target, int offset, int count) {
        int done = Math.min(count, end - next);
        System.arraycopy(staged, next, target, offset, done);
        next += done;
        if (done == count) {
            return;
        }
        // The rest goes past the array.
        base += end;
        next = 0;
        end = 0;
        while (done < count) {
            int got = take(target, offset + done, count - done);
            base += got;
            done += got;
        }
    }

    /**
     * The tag of a further chunk of binary data. If it has to be taken from the stream, its length is taken with it but not the
     * data, which {@link #readFully} then moves only once.
     */
    int readChunkTag() {
        if (next == end) {
            fill(CHUNK_HEADER);
        }
        return staged[next++] & 0xff;
    }

    /** Starts to look ahead; false if this stream has more to come than is staged and cannot go back. */
    boolean lookAhead() {
        if (!in.markSupported()) {
            return end - next >= left();
        }
        in.mark(left());
        aheadStart = 0;
        aheadEnd = 0;
        return true;
    }

    /** A byte at an offset from here, which must not be less than the one before; -1 if the message ends before it. */
    int ahead(int offset) throws IOException {
        int at = next + offset;
        if (at < end) {
            return staged[at] & 0xff;
        }
        if (offset >= left()) {
            return -1;
        }
        int place = at - end;
        if (place >= aheadEnd) {
            in.skipNBytes(place - aheadEnd);
            aheadStart = place;
            aheadEnd = place + in.readNBytes(aheadBytes, 0, aheadBytes.length);
            if (aheadEnd == place) {
                return -1;
            }
        }
        return aheadBytes[place - aheadStart] & 0xff;
    }

    /** Ends looking ahead: the next byte is the same as before. */
    void lookBack() throws IOException {
        if (in.markSupported()) {
            in.reset();
        }
    }

    private void fill(int most) {
        base += end;
        next = 0;
        end = 0;
        end = take(staged, 0, most);
    }

    private int take(byte[] target, int offset, int most) {
        int want = Math.min(most, length - base);
        int got;
        try {
            got = want <= 0 ? -1 : in.read(target, offset, want);
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (got <= 0) {
            throw truncated();
        }
        return got;
    }

    private RpcSerializationException unreadable(IOException cause) {
        return Faults.decode("the bytes cannot be read at byte " + position(), cause);
    }

    private RpcSerializationException truncated() {
        return Faults.decode("it ends at byte " + position() + ", inside a value");
    }
}
