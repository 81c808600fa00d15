// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Frames of other threads on their way to a channel: one task writes all that are there, and flushes once. */
final class WriteBatch {
    private final Channel channel;
    private final Queue<ByteBuf> frames = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    WriteBatch(Channel channel) {
        this.channel = channel;
    }

    void add(ByteBuf frame) {
        frames.add(frame);
        if (scheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::drain);
        }
    }

    private void drain() {
        scheduled.set(false);
        for (ByteBuf frame = frames.poll(); frame != null; frame = frames.poll()) {
            channel.write(frame, channel.voidPromise());
        }
        channel.flush();
    }
}
