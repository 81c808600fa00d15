// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.InputStream;
import java.util.Random;

/** Gives a few bytes at a time and cannot go back; with one byte at a time no short way of the reader is ever taken. */
final class Trickle extends InputStream {
    private final byte[] bytes;
    private final Random random;
    private final int most;
    private int next;

    Trickle(byte[] bytes, int most) {
        this.bytes = bytes;
        this.most = most;
        this.random = new Random(most);
    }

    @Override
    public int read() {
        return next == bytes.length ? -1 : bytes[next++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (next == bytes.length) {
            return -1;
        }
        int count = Math.min(Math.min(length, bytes.length - next), 1 + random.nextInt(most));
        System.arraycopy(bytes, next, target, offset, count);
        next += count;
        return count;
    }
}
