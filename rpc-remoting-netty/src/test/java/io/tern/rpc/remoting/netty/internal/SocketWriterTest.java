// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On real sockets, with a peer that reads when it is told to. */
@SuppressWarnings("deprecation") // NioEventLoopGroup, which Netty 4.1 and 4.2 share
class SocketWriterTest {
    private static final int FRAME = 5_000;
    private static final int FRAMES = 4_000;

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final Queue<Integer> written = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> notSent = new ConcurrentLinkedQueue<>();
    private ServerSocket server;
    private Socket peer;
    private Channel channel;
    private WriteQueue queue;

    @BeforeEach
    void connect() throws Exception {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        channel = new Bootstrap()
                .group(group)
                .channelFactory(OpenSocket::new)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(server.getLocalSocketAddress())
                .sync()
                .channel();
        peer = server.accept();
        queue = new WriteQueue(channel, () -> {});
    }

    @AfterEach
    void close() throws Exception {
        channel.close().sync();
        peer.close();
        server.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private WriteQueue.Write frame(int number) {
        ByteBuf frame = PooledByteBufAllocator.DEFAULT
                .directBuffer(FRAME)
                .writeInt(number)
                .writeZero(FRAME - 4);
        return new WriteQueue.Write(frame) {
            @Override
            boolean isTracked() {
                return true;
            }

            @Override
            void written() {
                written.add(number);
            }

            @Override
            void notSent(Throwable cause) {
                notSent.add(number);
            }
        };
    }

    private void offerAll() {
        for (int i = 0; i < FRAMES; i++) {
            if (i % 3 == 0) {
                queue.offerAndDrain(frame(i));
            } else {
                queue.offer(frame(i));
            }
        }
    }

    @Test
    void framesArriveWholeAndInOrderHoweverLittleTheKernelTakes() throws Exception {
        offerAll();
        DataInputStream in = new DataInputStream(peer.getInputStream());
        for (int i = 0; i < FRAMES; i++) {
            assertThat(in.readInt()).isEqualTo(i);
            in.skipNBytes(FRAME - 4);
        }
        await().until(() -> written.size() == FRAMES);
        assertThat(new ArrayList<>(written)).isSorted();
        assertThat(notSent).isEmpty();
    }

    /** Marks lie between the frames, have no bytes, and tell that all before them is written; a connection may be closed then. */
    @Test
    void aMarkIsNotReachedBeforeTheRestOfTheFrameBeforeIt() throws Exception {
        int round = 0;
        do {
            round++;
            CountDownLatch both = new CountDownLatch(1);
            group.execute(() -> awaitUninterruptibly(both));
            queue.offer(frame(round));
            int mark = -round;
            queue.offer(new ClosingWrite(cause -> (cause == null ? written : notSent).add(mark)));
            both.countDown();
            group.submit(() -> {}).sync();
            if (written.contains(mark)) {
                assertThat(written).contains(round);
            }
        } while (written.contains(round) && round < FRAMES);
        assertThat(round).as("the kernel took all").isLessThan(FRAMES);

        DataInputStream in = new DataInputStream(peer.getInputStream());
        in.skipNBytes((long) round * FRAME);
        int last = -round;
        await().until(() -> written.contains(last));
        assertThat(notSent).isEmpty();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whenTheConnectionBreaksNoFrameThatArrivedIsCalledNotSent() throws Exception {
        offerAll();
        await().until(() -> queue.queuedBytes() == 0);
        // What is in the kernel stays readable when this side has closed.
        channel.close().sync();
        queue.close(new LinkFailure("closed"));
        List<Integer> arrived = new ArrayList<>();
        DataInputStream in = new DataInputStream(peer.getInputStream());
        byte[] rest = in.readAllBytes();
        for (int at = 0; at + FRAME <= rest.length; at += FRAME) {
            arrived.add((rest[at] & 0xff) << 24
                    | (rest[at + 1] & 0xff) << 16
                    | (rest[at + 2] & 0xff) << 8
                    | rest[at + 3] & 0xff);
        }
        await().until(() -> written.size() + notSent.size() == FRAMES);
        assertThat(arrived).as("the kernel took some").isNotEmpty().hasSizeLessThan(FRAMES);
        assertThat(notSent).doesNotContainAnyElementsOf(arrived);
        assertThat(new ArrayList<>(written)).containsExactlyElementsOf(arrived);
    }
}
