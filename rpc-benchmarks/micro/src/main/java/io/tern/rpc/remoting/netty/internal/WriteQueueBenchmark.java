// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Frames of the size of a small call from a thread that is not the loop to a socket whose other end throws them away. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteQueueBenchmark {
    private static final int BATCH = 100;
    private static final int FRAME_BYTES = 180;
    /** More than this does not wait in the queue, as no caller is let in then. */
    private static final int MOST_BYTES = 1 << 20;

    private final ByteBuf bytes = Unpooled.directBuffer().writeZero(FRAME_BYTES);
    private final NettyResources resources = new NettyResources("benchmark", 1, PooledByteBufAllocator.DEFAULT);
    private ServerSocket sink;
    private Channel channel;
    private WriteQueue queue;

    /** A frame whose writer waits for it. */
    private static final class Awaited extends WriteQueue.Write {
        private final Thread waiter = Thread.currentThread();
        private volatile boolean done;

        Awaited(ByteBuf frame) {
            super(frame);
        }

        @Override
        boolean isTracked() {
            return true;
        }

        @Override
        void written() {
            done = true;
            LockSupport.unpark(waiter);
        }

        void await() {
            while (!done) {
                LockSupport.park(this);
            }
        }
    }

    /** Frames that are still on their way at the end fail, which is nobody's business. */
    private static final class LastFrames extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @Setup
    public void connect() throws Exception {
        sink = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread reader = new Thread(this::read, "sink");
        reader.setDaemon(true);
        reader.start();
        channel = new Bootstrap()
                .group(resources.group())
                .channelFactory(resources.channels(false))
                .handler(new LastFrames())
                .connect(sink.getLocalSocketAddress())
                .sync()
                .channel();
        queue = new WriteQueue(channel, () -> {});
    }

    private void read() {
        try (Socket socket = sink.accept()) {
            byte[] target = new byte[256 << 10];
            while (socket.getInputStream().read(target) >= 0) {
                continue;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @TearDown
    public void disconnect() throws Exception {
        channel.close().sync();
        resources.close();
        sink.close();
        bytes.release();
    }

    private ByteBuf frame() {
        while (!channel.isWritable() || queue.queuedBytes() > MOST_BYTES) {
            Thread.yield();
        }
        return PooledByteBufAllocator.DEFAULT.directBuffer(FRAME_BYTES).writeBytes(bytes, 0, FRAME_BYTES);
    }

    /** The way of a caller that waits for its reply. */
    @Benchmark
    public void offerAndDrain() {
        queue.offerAndDrain(new WriteQueue.Write(frame()));
    }

    @Benchmark
    @Threads(2)
    public void offerAndDrainByTwo() {
        queue.offerAndDrain(new WriteQueue.Write(frame()));
    }

    /** The way of a caller that goes on; ends when the last frame is with the kernel. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void offer() {
        for (int i = 1; i < BATCH; i++) {
            queue.offer(new WriteQueue.Write(frame()));
        }
        Awaited last = new Awaited(frame());
        queue.offer(last);
        last.await();
    }

    /** The same through Netty, a flush each. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void writeAndFlush() throws InterruptedException {
        for (int i = 1; i < BATCH; i++) {
            channel.writeAndFlush(frame(), channel.voidPromise());
        }
        channel.writeAndFlush(frame()).sync();
    }
}
