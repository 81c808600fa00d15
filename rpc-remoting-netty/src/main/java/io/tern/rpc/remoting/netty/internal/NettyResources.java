// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops of one transport, and the only class that says which kind they are.
 *
 * <p>{@code NioEventLoopGroup} is the one constructor that Netty 4.1 and 4.2 share; 4.2 calls it deprecated and keeps it
 * as a thin cover of its new one.
 */
final class NettyResources {
    private static final Logger log = LoggerFactory.getLogger(NettyResources.class);
    private static final long CLOSE_MILLIS = 2_000;

    private final String applicationName;
    private final int ioThreads;
    private final ByteBufAllocator allocator;
    private final AtomicInteger threadNumber = new AtomicInteger();
    private final ThreadPoolExecutor spare;
    private final Object lock = new Object();
    private @Nullable EventLoopGroup group;
    private boolean closed;

    NettyResources(String applicationName, int ioThreads, ByteBufAllocator allocator) {
        this.applicationName = applicationName;
        this.ioThreads = ioThreads;
        this.allocator = allocator;
        // One thread that comes when needed and goes when idle: look-ups of host names, and completions that the
        // callback executor did not take. Its queue needs no bound: both are bounded by connections and calls.
        this.spare = new ThreadPoolExecutor(1, 1, 5, SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "tern-spare-" + applicationName + "-1");
            thread.setDaemon(true);
            return thread;
        });
        spare.allowCoreThreadTimeOut(true);
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /** What the allocator has taken from the system and not given back; it may serve others too. */
    long bufferBytes() {
        if (allocator instanceof ByteBufAllocatorMetricProvider known) {
            ByteBufAllocatorMetric metric = known.metric();
            return metric.usedDirectMemory() + metric.usedHeapMemory();
        }
        return 0;
    }

    /** The loops, made at the first call. */
    EventLoopGroup group() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("The transport of application '" + applicationName + "' is closed");
            }
            if (group == null) {
                group = newGroup();
            }
            return group;
        }
    }

    @SuppressWarnings("deprecation") // see the class comment
    private EventLoopGroup newGroup() {
        ThreadFactory threads =
                task -> new IoThread(task, "tern-io-" + applicationName + "-" + threadNumber.incrementAndGet());
        return new NioEventLoopGroup(ioThreads, threads);
    }

    EventLoop nextLoop() {
        return group().next();
    }

    /** Sockets for connections to providers; those that are encrypted cannot be written past their pipeline. */
    ChannelFactory<Channel> channels(boolean encrypted) {
        return encrypted ? NioSocketChannel::new : OpenSocket::new;
    }

    /** Sockets that listen; those that accept encrypted connections cannot be written past their pipeline. */
    ChannelFactory<ServerChannel> serverChannels(boolean encrypted) {
        return encrypted ? NioServerSocketChannel::new : OpenServerSocket::new;
    }

    /** Runs short work that may block and that no other executor takes. */
    void runSpare(Runnable task) {
        spare.execute(task);
    }

    /** Ends the threads; work that was queued is done. Not from an event loop. */
    void close() {
        EventLoopGroup closing;
        synchronized (lock) {
            closed = true;
            closing = group;
        }
        boolean ended = true;
        try {
            if (closing != null) {
                closing.shutdownGracefully(0, CLOSE_MILLIS / 2, MILLISECONDS);
                ended = closing.awaitTermination(CLOSE_MILLIS, MILLISECONDS);
            }
            spare.shutdown();
            ended &= spare.awaitTermination(CLOSE_MILLIS / 4, MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = false;
        }
        if (!ended) {
            log.warn(
                    "The threads of application '{}' did not end in {} ms; they will when idle",
                    applicationName,
                    CLOSE_MILLIS);
        }
    }
}
