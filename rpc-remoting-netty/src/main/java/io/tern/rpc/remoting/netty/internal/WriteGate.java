// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.netty.channel.Channel;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Slows callers down to the speed at which a peer reads.
 *
 * <p>When the channel's write buffer is over its high watermark, or the loop has fallen behind the callers, a caller
 * waits for room; a burst from a fast thread is so paced, not refused. If there is none for anybody for
 * {@link #PATIENCE_NANOS}, the peer does not read: callers are refused at once until there is room again. A single message
 * of any size passes an open gate, so no size is too large for the limits. Thread-safe.
 */
final class WriteGate {
    /** Netty's watermarks per connection. */
    static final int HIGH_WATERMARK = 64 * 1024;

    static final int LOW_WATERMARK = 32 * 1024;
    /** Bytes that nobody has begun to write. */
    private static final long MAX_QUEUED_BYTES = 1024 * 1024;

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Channel channel;
    private final WriteQueue queue;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean stuck;
    /** When the gate was seen open last; matters only while somebody waits. */
    @GuardedBy("lock")
    private long openNanos;

    WriteGate(Channel channel, WriteQueue queue, Ticker ticker) {
        this.channel = channel;
        this.queue = queue;
        this.ticker = ticker;
    }

    /** Whether a frame may be queued now. */
    boolean isOpen() {
        return channel.isWritable() && queue.queuedBytes() < MAX_QUEUED_BYTES;
    }

    /**
     * Waits for room, at most until the deadline.
     *
     * @return false if there is none
     */
    boolean await(long deadlineNanos) throws InterruptedException {
        if (stuck || IoThread.isCurrent()) {
            return isOpen();
        }
        lock.lockInterruptibly();
        try {
            if (waiting.getAndIncrement() == 0) {
                openNanos = ticker.nanos(); // it was open until about now
            }
            while (!isOpen() && channel.isActive()) {
                long now = ticker.nanos();
                long patience = PATIENCE_NANOS - (now - openNanos);
                long left = Math.min(patience, deadlineNanos - now);
                if (left <= 0) {
                    stuck = patience <= 0 && !isOpen();
                    return false;
                }
                room.awaitNanos(left);
            }
            openNanos = ticker.nanos();
            // On a closed channel the caller finds out why.
            return true;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    /** There may be room again, or never more. Any thread; after each drain and change of writability. */
    void update() {
        if (stuck && isOpen()) {
            stuck = false;
        }
        if (waiting.get() > 0 && (isOpen() || !channel.isActive())) {
            lock.lock();
            try {
                room.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
