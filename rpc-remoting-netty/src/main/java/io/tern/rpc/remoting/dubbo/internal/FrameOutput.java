// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.dubbo.internal;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.CallFacts;
import io.tern.rpc.RpcSerializationException;
import java.io.OutputStream;

/** Appends to a frame, and gives up soon after the payload limit: objects can be far larger than what may be sent. */
final class FrameOutput extends OutputStream {
    /** Up to here over the limit the body is completed, so that the message can tell its length. */
    private static final int MEASURED = 64 * 1024;

    private final ByteBuf frame;
    private final String what;
    private final int limit;

    /**
     * An output.
     *
     * @param what the frame's kind, for the message
     * @param limit most bytes of the body; 0 or less: as many as a buffer takes
     */
    FrameOutput(ByteBuf frame, String what, int limit) {
        this.frame = frame;
        this.what = what;
        this.limit = limit;
    }

    @Override
    public void write(int value) {
        require(1);
        frame.writeByte(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        require(length);
        frame.writeBytes(bytes, offset, length);
    }

    private void require(int length) {
        long most = limit > 0 ? (long) limit + MEASURED : Integer.MAX_VALUE;
        if (frame.writerIndex() + (long) length - FrameHeader.LENGTH > most) {
            throw new RpcSerializationException(
                    limit > 0
                            ? "the " + what + " has more than " + most + " bytes, over the payload limit of " + limit
                                    + " bytes; send less or raise payload on both sides"
                            : "the " + what + " does not fit into 2 GiB",
                    CallFacts.NONE,
                    null);
        }
    }
}
