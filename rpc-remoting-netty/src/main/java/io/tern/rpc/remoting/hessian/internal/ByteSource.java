// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RpcSerializationException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of one message, buffered, and how many are left. Reading past the end is an error, never a value. */
final class ByteSource {
    private static final int BUFFER_BYTES = 1_024;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private InputStream in = InputStream.nullInputStream();
    private int next;
    private int end;
    // Position in the message of buffer[0].
    private int base;
    private int length;

    void open(InputStream in, int length) {
        this.in = in;
        this.length = Math.max(0, length);
        next = 0;
        end = 0;
        base = 0;
    }

    /** Forgets the stream and whatever was not read of it. */
    void clear() {
        open(InputStream.nullInputStream(), 0);
    }

    int position() {
        return base + next;
    }

    int left() {
        return length - position();
    }

    int read() {
        if (next == end) {
            fill();
        }
        return buffer[next++] & 0xff;
    }

    int peek() {
        if (next == end) {
            fill();
        }
        return buffer[next] & 0xff;
    }

    int readUnsignedShort() {
        return read() << 8 | read();
    }

    int readInt32() {
        return read() << 24 | read() << 16 | read() << 8 | read();
    }

    long readInt64() {
        return (long) readInt32() << 32 | (readInt32() & 0xffffffffL);
    }

    void readFully(byte[] target, int offset, int count) {
        int done = 0;
        while (done < count) {
            if (next == end) {
                fill();
            }
            int part = Math.min(count - done, end - next);
            System.arraycopy(buffer, next, target, offset + done, part);
            next += part;
            done += part;
        }
    }

    private void fill() {
        base += end;
        next = 0;
        end = 0;
        int want = Math.min(BUFFER_BYTES, length - base);
        int got;
        try {
            got = want <= 0 ? -1 : in.read(buffer, 0, want);
        } catch (IOException e) {
            throw Faults.decode("the bytes cannot be read at byte " + base, e);
        }
        if (got <= 0) {
            throw truncated();
        }
        end = got;
    }

    private RpcSerializationException truncated() {
        return Faults.decode("it ends at byte " + position() + ", inside a value");
    }
}
