// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import io.netty.buffer.ByteBuf;

/**
 * The 16 bytes before every body, big endian (docs/protocol.md, "Frame header"):
 *
 * <pre>
 *  0      2     3      4                       12             16
 *  +------+-----+------+-----------------------+--------------+------
 *  |DA BB |flags|status|      request id       | body length  | body
 *  +------+-----+------+-----------------------+--------------+------
 *  flags:  80 request   40 two-way   20 event   1F serialization id
 * </pre>
 */
public final class FrameHeader {
    public static final int LENGTH = 16;
    public static final int MAGIC = 0xdabb;
    public static final byte MAGIC_HIGH = (byte) 0xda;
    public static final byte MAGIC_LOW = (byte) 0xbb;

    public static final int FLAGS_AT = 2;
    public static final int STATUS_AT = 3;
    public static final int ID_AT = 4;
    public static final int BODY_LENGTH_AT = 12;

    public static final int REQUEST = 0x80;
    public static final int TWO_WAY = 0x40;
    public static final int EVENT = 0x20;
    public static final int SERIALIZATION_MASK = 0x1f;

    public static final int STATUS_OK = 20;

    private FrameHeader() {}

    /** Writes a header; the body length of a frame that is still growing is set later with {@link #setBodyLength}. */
    public static void write(ByteBuf frame, int flags, int status, long id, int bodyLength) {
        frame.writeShort(MAGIC).writeByte(flags).writeByte(status).writeLong(id).writeInt(bodyLength);
    }

    /** Sets the body length of a frame that starts at index 0 and is complete. */
    public static void setBodyLength(ByteBuf frame) {
        frame.setInt(BODY_LENGTH_AT, frame.writerIndex() - LENGTH);
    }

    public static boolean isRequest(int flags) {
        return (flags & REQUEST) != 0;
    }

    public static boolean isTwoWay(int flags) {
        return (flags & TWO_WAY) != 0;
    }

    public static boolean isEvent(int flags) {
        return (flags & EVENT) != 0;
    }

    public static int serialization(int flags) {
        return flags & SERIALIZATION_MASK;
    }
}
