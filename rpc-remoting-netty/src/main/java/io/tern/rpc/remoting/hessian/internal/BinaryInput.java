// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Binary data, which comes in chunks. The headers of all chunks are added up first, so that the array is made once, in the right
 * size and never larger than what is left of the message, and each byte is moved once.
 */
final class BinaryInput {
    private static final int UNKNOWN = -1;

    private static final int SMALL_CHUNK = 1_024;

    private final ByteSource source;

    BinaryInput(ByteSource source) {
        this.source = source;
    }

    /** The data of which the tag was just read. */
    byte[] read(int tag) {
        int count = chunkBytes(tag);
        int total = tag == Tags.BINARY_PART ? total(count) : count;
        if (total == UNKNOWN) {
            return join(count);
        }
        byte[] data = new byte[total];
        source.readFully(data, 0, count);
        int done = count;
        for (int last = tag; last == Tags.BINARY_PART; done += count) {
            last = nextTag(count);
            count = chunkBytes(last);
            source.readFully(data, done, count);
        }
        return data;
    }

    // The stream cannot go back, or the chunks are wrong, which then comes out here.
    private byte[] join(int first) {
        ByteArrayOutputStream parts = new ByteArrayOutputStream(first);
        int count = first;
        int tag = Tags.BINARY_PART;
        while (true) {
            if (count > 0) {
                byte[] chunk = new byte[count];
                source.readFully(chunk, 0, count);
                parts.writeBytes(chunk);
            }
            if (tag != Tags.BINARY_PART) {
                return parts.toByteArray();
            }
            tag = nextTag(count);
            count = chunkBytes(tag);
        }
    }

    /** The tag of the next chunk. Between large ones only headers are staged, so that data need not be; small ones are staged. */
    private int nextTag(int chunkBefore) {
        int tag = chunkBefore < SMALL_CHUNK ? source.read() : source.readChunkTag();
        if (!Tags.isBinary(tag)) {
            throw Faults.unexpected("the next part of binary data", tag, source.position());
        }
        return tag;
    }

    private int chunkBytes(int tag) {
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
        return count;
    }

    private int total(int first) {
        if (!source.lookAhead()) {
            return UNKNOWN;
        }
        try {
            int total = addUp(first);
            source.lookBack();
            return total;
        } catch (IOException e) {
            throw Faults.decode("the bytes cannot be read after byte " + source.position(), e);
        }
    }

    private int addUp(int first) throws IOException {
        int total = first;
        int at = first;
        int tag = Tags.BINARY_PART;
        while (tag == Tags.BINARY_PART) {
            tag = source.ahead(at++);
            if (tag < 0 || !Tags.isBinary(tag)) {
                return UNKNOWN;
            }
            int count;
            if (Tags.isBetween(tag, 0x20, 0x2f)) {
                count = tag - 0x20;
            } else if (tag <= 0x37) {
                count = ((tag - 0x34) << 8) + source.ahead(at++);
            } else {
                int high = source.ahead(at++);
                count = (high << 8) + source.ahead(at++);
            }
            // A byte that is not there counts as -1.
            if (count < 0 || count > source.left() - at) {
                return UNKNOWN;
            }
            total += count;
            at += count;
        }
        return total;
    }
}
