// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way from any thread to the socket.
 *
 * <p><b>Problem.</b> Netty's {@code writeAndFlush} from a foreign thread costs a task, a wake-up of the loop and a system
 * call per frame. Under load all three can be shared; without load the wake-up is pure delay.
 *
 * <p><b>Idea.</b> Threads push frames on a lock-free stack. Whoever finds the queue idle becomes its owner and sees to it
 * that everything is written; the others only push, since the owner will see their frame. A thread that is going to wait
 * for the reply anyway ({@link #offerAndDrain}) writes itself; one that goes on ({@link #offer}) leaves that to the loop,
 * so that its next frames go along. The owner takes the whole stack at once, reverses it (the order of pushing is the
 * order of writing), gives all frames to the kernel as one piece, and looks again.
 *
 * <p><b>Two ways to the socket.</b> The owner writes to an {@link OpenSocket} directly. What the kernel does not take is
 * left to Netty, on the loop, and so is all that follows until Netty's buffer is empty again.
 *
 * <p><b>No frame is forgotten.</b> The owner clears {@link #owned} first and looks at the stack afterwards; a thread
 * pushes first and looks at {@link #owned} afterwards. One of the two sees the other.
 *
 * <p>After {@link #close} frames are not written: their {@link Write} is told so, and since nothing of them left this
 * process it may be told with certainty.
 */
final class WriteQueue {
    /** Frames that keep coming do not keep the owner from other work: so many looks, then the loop goes on. */
    private static final int MAX_ROUNDS = 16;

    private final Channel channel;
    private final SocketWriter socket;
    private final Runnable afterDrain;
    private final AtomicReference<@Nullable Write> newest = new AtomicReference<>();
    private final AtomicBoolean owned = new AtomicBoolean();
    private final AtomicLong queuedBytes = new AtomicLong();
    private volatile @Nullable Throwable closeCause;

    /** A frame, and what becomes of it. Called by the queue's owner, or after the loop's end on any thread. */
    static class Write {
        final ByteBuf frame;
        final int length;

        @Nullable
        Write next;

        Write(ByteBuf frame) {
            this.frame = frame;
            this.length = frame.readableBytes();
        }

        /** The frame's turn; false to drop it unwritten. */
        boolean begin() {
            return true;
        }

        /** Whether Netty, if it has to write the frame, shall tell; otherwise a failed write only closes the connection. */
        boolean isTracked() {
            return false;
        }

        /** The bytes are in the kernel. */
        void written() {}

        /** The frame was not written as a whole, and will not be: the peer cannot run it. */
        void notSent(Throwable cause) {}
    }

    /** {@code afterDrain} runs after each drain that has written or handed frames to Netty, on the thread that did it. */
    WriteQueue(Channel channel, Runnable afterDrain) {
        this.channel = channel;
        this.socket = new SocketWriter(channel);
        this.afterDrain = afterDrain;
    }

    /** Queues a frame and owns it; the loop will write it. Any thread; never blocks. */
    void offer(Write write) {
        if (push(write)) {
            wake();
        }
    }

    /** Queues a frame and owns it; this thread writes it unless another is writing. Any thread; never blocks. */
    void offerAndDrain(Write write) {
        if (push(write)) {
            drain();
        }
    }

    /** True if the calling thread owns the queue now. */
    private boolean push(Write write) {
        queuedBytes.getAndAdd(write.length);
        Write before;
        do {
            before = newest.get();
            write.next = before;
        } while (!newest.compareAndSet(before, write));
        return !owned.get() && owned.compareAndSet(false, true);
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
            socket.refuse(loopEnded);
            owned.set(false);
            refuse(takeAll(), loopEnded);
        }
    }

    /** By the owner, who ceases to be it, or leaves that to the loop. */
    private void drain() {
        try {
            drainAsOwner();
        } catch (Throwable e) {
            // Too little memory, or stack: whatever was on its way may be lost, so the connection is.
            closeCause = e;
            channel.close();
            socket.refuse(e);
            owned.set(false);
            refuse(takeAll(), e);
            throw e;
        }
    }

    private void drainAsOwner() {
        boolean wrote = false;
        int round = 0;
        while (round++ < MAX_ROUNDS && socket.acceptsHere()) {
            Write batch = takeAll();
            if (batch == null) {
                break;
            }
            Throwable closed = closeCause;
            if (closed == null) {
                write(batch);
                wrote = true;
            } else {
                refuse(batch, closed);
            }
        }
        if (wrote || socket.isHolding()) {
            if (!socket.flush()) {
                wake(); // still as the owner: Netty has to go on, which it does only on its loop
                return;
            }
            afterDrain.run();
        }
        owned.set(false);
        if (newest.get() != null && owned.compareAndSet(false, true)) {
            wake();
        }
    }

    private void write(Write oldest) {
        long bytes = 0;
        Write rest = oldest;
        try {
            while (rest != null) {
                Write write = rest;
                rest = write.next;
                write.next = null;
                bytes += write.length;
                if (write.begin()) {
                    socket.add(write);
                } else {
                    write.frame.release();
                    write.notSent(new LinkFailure("the call had ended before its turn came"));
                }
            }
        } catch (Throwable e) {
            refuse(rest, e);
            throw e;
        } finally {
            queuedBytes.getAndAdd(-bytes);
        }
    }

    private void refuse(@Nullable Write oldest, Throwable cause) {
        for (Write write = oldest; write != null; write = write.next) {
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
            Write older = write.next;
            write.next = newer;
            newer = write;
            write = older;
        }
        return newer;
    }
}
