// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * One recorded frame, header and body.
 *
 * @param fromClient whether the TCP client sent it
 * @param bytes all bytes; not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record WireFrame(boolean fromClient, byte[] bytes) {
    /** The length of a frame's header. */
    public static final int HEADER = 16;

    /** The second flag byte: request, two-way, event, serialization. */
    public int flags() {
        return bytes[2] & 0xff;
    }

    public boolean isRequest() {
        return (flags() & 0x80) != 0;
    }

    public boolean isEvent() {
        return (flags() & 0x20) != 0;
    }

    /** The status byte of a response. */
    public int status() {
        return bytes[3] & 0xff;
    }

    public long id() {
        return ByteBuffer.wrap(bytes).getLong(4);
    }

    /** The length of the body as the header states it. */
    public int bodyLength() {
        return ByteBuffer.wrap(bytes).getInt(12);
    }

    /** The line of a golden file: direction, space, lower-case hexadecimal digits. */
    public String toLine() {
        return (fromClient ? "> " : "< ") + HexFormat.of().formatHex(bytes);
    }

    /** The inverse of {@link #toLine}. */
    public static WireFrame parse(String line) {
        boolean fromClient = line.startsWith("> ");
        if (!fromClient && !line.startsWith("< ")) {
            throw new IllegalArgumentException("A frame begins with \"> \" or \"< \", and this line with: "
                    + line.substring(0, Math.min(20, line.length())));
        }
        return new WireFrame(fromClient, HexFormat.of().parseHex(line, 2, line.length()));
    }
}
