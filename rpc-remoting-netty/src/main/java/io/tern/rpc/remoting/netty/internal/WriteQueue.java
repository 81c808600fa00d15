// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way from any thread to the socket.
 *
 * <p><b>Problem.</b> Netty's {@code writeAndFlush} from a foreign thread costs a task, a wake-up of the loop and a system
 * call per frame. Under load all three can be shared.
 *
 * <p><b>Idea.</b> Threads push frames on a lock-free stack. Whoever finds the queue idle schedules the one drain; the
 * others only push, since a drain that has not ended will see their frame. The drain takes the whole stack at once,
 * reverses it (the order of pushing is the order of writing), hands all frames to the channel, and looks again, so that
 * what was pushed meanwhile still goes along. Then it flushes once: Netty passes everything to the kernel in one gathering
 * write, where a flush per frame would be a system call per frame, and with {@code TCP_NODELAY} a packet.
 *
 * <p><b>No frame is forgotten.</b> The drain clears {@link #scheduled} first and looks at the stack afterwards; a thread
 * pushes first and looks at {@link #scheduled} afterwards. One of the two sees the other.
 *
 * <p>After {@link #close} frames are not written: their {@link Write} is told so, and since nothing of them left this
 * process it may be told with certainty.
 */
final class WriteQueue {
    /** Frames that keep coming do not keep the loop from flushing: so many looks, then it lets others run. */
    private static final int MAX_ROUNDS = 16;

    private final Channel channel;
    private final Runnable afterDrain;
    private final AtomicReference<@Nullable Write> newest = new AtomicReference<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong queuedBytes = new AtomicLong();
    private volatile @Nullable Throwable closeCause;

    /** A frame, and what becomes of it. Called on the loop, or after its end on any thread. */
    static class Write {
        final ByteBuf frame;
        final int length;
        private @Nullable Write older;

        Write(ByteBuf frame) {
            this.frame = frame;
            this.length = frame.readableBytes();
        }

        /** The frame's turn; false to drop it unwritten. */
        boolean begin() {
            return true;
        }

        /** How to learn that the bytes are in the kernel. By default not: a failed write closes the connection. */
        ChannelPromise promise(Channel channel) {
            return channel.voidPromise();
        }

        /** Nothing of the frame was written, and nothing will be. */
        void notSent(Throwable cause) {}
    }

    /** {@code afterDrain} runs on the loop after each flush. */
    WriteQueue(Channel channel, Runnable afterDrain) {
        this.channel = channel;
        this.afterDrain = afterDrain;
    }

    /** Queues a frame and owns it. Any thread; never blocks. */
    void offer(Write write) {
        queuedBytes.getAndAdd(write.length);
        Write before;
        do {
            before = newest.get();
            write.older = before;
        } while (!newest.compareAndSet(before, write));
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            wake();
        }
    }

    /** Bytes that no drain has taken yet. */
    long queuedBytes() {
        return queuedBytes.get();
    }

    /** From now on nothing is written. On the loop. */
    void close(Throwable cause) {
        closeCause = cause;
        refuse(takeAll(), cause);
    }

    private void wake() {
        try {
            channel.eventLoop().execute(this::drain);
        } catch (RejectedExecutionException loopEnded) {
            // The loop is gone and with it the only other thread that takes from the stack.
            scheduled.set(false);
            refuse(takeAll(), loopEnded);
        }
    }

    private void drain() {
        boolean written = false;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Write batch = takeAll();
            if (batch == null) {
                break;
            }
            Throwable closed = closeCause;
            if (closed == null) {
                write(batch);
                written = true;
            } else {
                refuse(batch, closed);
            }
        }
        if (written) {
            channel.flush();
            afterDrain.run();
        }
        scheduled.set(false);
        if (newest.get() != null && scheduled.compareAndSet(false, true)) {
            wake();
        }
    }

    private void write(Write oldest) {
        long bytes = 0;
        for (Write write = oldest; write != null; write = write.older) {
            bytes += write.length;
            if (write.begin()) {
                channel.write(write.frame, write.promise(channel));
            } else {
                write.frame.release();
            }
        }
        queuedBytes.getAndAdd(-bytes);
    }

    private void refuse(@Nullable Write oldest, Throwable cause) {
        for (Write write = oldest; write != null; write = write.older) {
            queuedBytes.getAndAdd(-write.length);
            write.frame.release();
            write.notSent(cause);
        }
    }

    /** Takes the stack, oldest first: the links now lead from older to newer. */
    private @Nullable Write takeAll() {
        Write write = newest.getAndSet(null);
        Write newer = null;
        while (write != null) {
            Write older = write.older;
            write.older = newer;
            newer = write;
            write = older;
        }
        return newer;
    }
}
