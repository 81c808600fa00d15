// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
    private final AtomicInteger flushes = new AtomicInteger();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
        @Override
        public void flush(ChannelHandlerContext context) {
            flushes.incrementAndGet();
            context.flush();
        }
    });
    private final AtomicInteger drains = new AtomicInteger();
    private final WriteQueue queue = new WriteQueue(channel, drains::incrementAndGet);

    private static ByteBuf frame(int value) {
        return Unpooled.buffer().writeInt(value);
    }

    private List<Integer> written() {
        List<Integer> values = new ArrayList<>();
        for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            values.add(frame.readInt());
            frame.release();
        }
        return values;
    }

    @Test
    void framesOfOneDrainKeepTheirOrderAndShareAFlush() {
        for (int i = 0; i < 5; i++) {
            queue.offer(new WriteQueue.Write(frame(i)));
        }
        assertThat(queue.queuedBytes()).isEqualTo(20);
        channel.runPendingTasks();
        assertThat(written()).containsExactly(0, 1, 2, 3, 4);
        assertThat(flushes).hasValue(1);
        assertThat(drains).hasValue(1);
        assertThat(queue.queuedBytes()).isZero();
    }

    @Test
    void aFrameThatIsNotWantedAnyMoreIsReleasedUnwritten() {
        ByteBuf unwanted = frame(1);
        queue.offer(new WriteQueue.Write(unwanted) {
            @Override
            boolean begin() {
                return false;
            }
        });
        queue.offer(new WriteQueue.Write(frame(2)));
        channel.runPendingTasks();
        assertThat(written()).containsExactly(2);
        assertThat(unwanted.refCnt()).isZero();
    }

    @Test
    void afterCloseNothingIsWrittenAndEverybodyIsTold() {
        List<Throwable> told = new ArrayList<>();
        List<ByteBuf> frames = new ArrayList<>();
        Runnable offer = () -> {
            ByteBuf frame = frame(frames.size());
            frames.add(frame);
            queue.offer(new WriteQueue.Write(frame) {
                @Override
                void notSent(Throwable cause) {
                    told.add(cause);
                }
            });
        };
        offer.run();
        IOException cause = new IOException("gone");
        queue.close(cause);
        offer.run();
        channel.runPendingTasks();
        assertThat(told).containsExactly(cause, cause);
        assertThat(frames).allMatch(frame -> frame.refCnt() == 0);
        assertThat(written()).isEmpty();
        assertThat(queue.queuedBytes()).isZero();
    }

    @Test
    void framesThatComeWhileDrainingGoAlong() {
        queue.offer(new WriteQueue.Write(frame(1)) {
            @Override
            boolean begin() {
                queue.offer(new WriteQueue.Write(frame(2)));
                return true;
            }
        });
        channel.runPendingTasks();
        assertThat(written()).containsExactly(1, 2);
        assertThat(flushes).hasValue(1);
    }
}
