// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.AbstractEventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An event loop without a thread: whoever calls {@link #runTasks} is it meanwhile, one thread at a time. */
final class StressLoop extends AbstractEventExecutor implements IoEventLoop {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile Thread current = Thread.currentThread();
    private volatile boolean ended;

    /** A registration of a channel that never has anything to read. */
    private static final class Registration implements IoRegistration {
        @Override
        public <T> T attachment() {
            return null;
        }

        @Override
        public long submit(IoOps ops) {
            return 0;
        }

        @Override
        public boolean isValid() {
            return false;
        }

        @Override
        public boolean cancel() {
            return true;
        }
    }

    /** Nobody is the loop any more. */
    void leave() {
        current = null;
    }

    /** Does something, and then all tasks that are there, as the loop. */
    void runTasks(Runnable first) {
        current = Thread.currentThread();
        first.run();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        current = null;
    }

    /** Takes no more tasks. */
    void end() {
        ended = true;
    }

    @Override
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("ended");
        }
        tasks.add(task);
    }

    @Override
    public boolean inEventLoop() {
        return Thread.currentThread() == current;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return thread == current;
    }

    @Override
    public IoEventLoop next() {
        return this;
    }

    @Override
    public IoEventLoop parent() {
        return this;
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        return newSucceededFuture(new Registration());
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return true;
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> type) {
        return false;
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public boolean isShuttingDown() {
        return ended;
    }

    @Override
    public boolean isShutdown() {
        return ended;
    }

    @Override
    public boolean isTerminated() {
        return ended;
    }

    @Override
    @Deprecated
    public void shutdown() {
        ended = true;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        ended = true;
        return terminationFuture();
    }

    @Override
    public Future<?> terminationFuture() {
        return newSucceededFuture(null);
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return ended;
    }
}
