// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.tern.rpc.remoting.netty.internal.WriteQueue.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Brings frames to a socket in their order: straight to the kernel as long as it takes them, otherwise through Netty.
 * Confined to the owner of a {@link WriteQueue}; an owner that is not the loop leaves to it what the kernel did not
 * take.
 */
final class SocketWriter {
    /** Frames are put together up to this size: copying them costs less than telling the kernel of each. */
    private static final int MAX_TOGETHER = 64 * 1024;

    private final Channel channel;
    private final @Nullable OpenSocket socket;
    private final Chain together = new Chain();
    private final Chain held = new Chain();
    private long togetherBytes;

    /** Writes in their order. */
    private static final class Chain {
        @Nullable
        Write first;

        @Nullable
        Write last;

        void add(Write write) {
            if (last == null) {
                first = write;
            } else {
                last.next = write;
            }
            last = write;
        }

        boolean isEmpty() {
            return first == null;
        }

        /** The first of all, which become the caller's. */
        @Nullable
        Write takeAll() {
            Write all = first;
            first = null;
            last = null;
            return all;
        }
    }

    SocketWriter(Channel channel) {
        this.channel = channel;
        this.socket = channel instanceof OpenSocket open ? open : null;
    }

    /** Whether the calling thread can write: the loop always can, others only straight to the kernel. */
    boolean acceptsHere() {
        return channel.eventLoop().inEventLoop() || isStraight();
    }

    /** Whether something waits for the loop. */
    boolean isHolding() {
        return !held.isEmpty();
    }

    private boolean isStraight() {
        return held.isEmpty() && socket != null && socket.isActive() && socket.isClear();
    }

    /** The next frame, which is owned from now on. */
    void add(Write write) {
        if (!together.isEmpty() && togetherBytes + write.length > MAX_TOGETHER) {
            writeTogether();
        }
        if (together.isEmpty() && !isStraight()) {
            held.add(write);
            return;
        }
        together.add(write);
        togetherBytes += write.length;
    }

    /**
     * Ends a series of frames.
     *
     * @return false if this has to be called again, on the loop
     */
    boolean flush() {
        writeTogether();
        if (held.isEmpty()) {
            return true;
        }
        if (!channel.eventLoop().inEventLoop()) {
            return false;
        }
        for (Write write = held.takeAll(); write != null; ) {
            Write following = write.next;
            write.next = null;
            pass(write);
            write = following;
        }
        channel.flush();
        return true;
    }

    /** Gives up everything. */
    void refuse(Throwable cause) {
        togetherBytes = 0;
        refuse(together.takeAll(), cause);
        refuse(held.takeAll(), cause);
    }

    private static void refuse(@Nullable Write first, Throwable cause) {
        for (Write write = first; write != null; write = write.next) {
            write.frame.release();
            write.notSent(cause);
        }
    }

    private void pass(Write write) {
        if (!write.isTracked()) {
            channel.write(write.frame, channel.voidPromise());
            return;
        }
        ChannelPromise promise = channel.newPromise();
        promise.addListener(done -> {
            if (done.isSuccess()) {
                write.written();
            } else {
                write.notSent(done.cause());
            }
        });
        channel.write(write.frame, promise);
    }

    private void writeTogether() {
        Write first = together.first;
        if (first == null) {
            return;
        }
        ByteBuf bytes = first.next == null ? first.frame : merge(first);
        together.takeAll();
        togetherBytes = 0;
        int length = bytes.readableBytes();
        try {
            writeNow(bytes);
        } catch (IOException e) {
            bytes.release();
            notSent(first, e);
            channel.close();
            return;
        }
        settle(first, bytes, length - bytes.readableBytes());
    }

    /** Copies frames into one buffer, which takes their place. */
    private ByteBuf merge(Write first) {
        ByteBuf bytes = channel.alloc().directBuffer((int) togetherBytes);
        for (Write write = first; write != null; write = write.next) {
            bytes.writeBytes(write.frame);
            write.frame.release();
        }
        return bytes;
    }

    private void writeNow(ByteBuf bytes) throws IOException {
        int length = bytes.readableBytes();
        if (length == 0 || socket == null) {
            return;
        }
        ByteBuffer window =
                bytes.nioBufferCount() == 1 ? bytes.internalNioBuffer(bytes.readerIndex(), length) : bytes.nioBuffer();
        socket.writeNow(window);
        bytes.skipBytes(length - window.remaining());
    }

    /** The kernel has taken so many bytes. What it has not is held for Netty, by frame: each has a fate of its own. */
    private void settle(Write first, ByteBuf bytes, int taken) {
        int left = taken;
        for (Write write = first; write != null; ) {
            Write following = write.next;
            write.next = null;
            // Not behind a rest: a write without bytes tells that all before it are in the kernel.
            if (held.isEmpty() && write.length <= left) {
                left -= write.length;
                write.written();
            } else {
                held.add(new Remainder(bytes.readRetainedSlice(write.length - left), write));
                left = 0;
            }
            write = following;
        }
        bytes.release();
    }

    private static void notSent(@Nullable Write first, Throwable cause) {
        for (Write write = first; write != null; write = write.next) {
            write.notSent(cause);
        }
    }

    /** What the kernel did not take of a frame, perhaps all of it. */
    private static final class Remainder extends Write {
        private final Write of;

        Remainder(ByteBuf bytes, Write of) {
            super(bytes);
            this.of = of;
        }

        @Override
        boolean isTracked() {
            return of.isTracked();
        }

        @Override
        void written() {
            of.written();
        }

        @Override
        void notSent(Throwable cause) {
            of.notSent(cause);
        }
    }
}
