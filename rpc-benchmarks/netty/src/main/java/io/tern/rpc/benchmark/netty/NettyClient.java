// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.netty;

import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.tern.rpc.benchmark.drive.Answer;
import io.tern.rpc.benchmark.drive.Client;
import io.tern.rpc.benchmark.drive.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Writes a request on the thread that calls, and hands the frame to the event loop. */
final class NettyClient implements Client {
    private final MultiThreadIoEventLoopGroup group;
    private final Channel channel;
    private final AnswerHandler answers;
    private final WriteBatch batch;
    private final AtomicLong ids = new AtomicLong();

    NettyClient(MultiThreadIoEventLoopGroup group, Channel channel, AnswerHandler answers) {
        this.group = group;
        this.channel = channel;
        this.answers = answers;
        this.batch = new WriteBatch(channel);
    }

    @Override
    public Object call(Operation operation, Object argument) throws Exception {
        return start(operation, argument).get(60, TimeUnit.SECONDS);
    }

    @Override
    public void callAsync(Operation operation, Object argument, Answer answer) {
        start(operation, argument).whenComplete(answer);
    }

    private CompletableFuture<Object> start(Operation operation, Object argument) {
        long id = ids.incrementAndGet();
        CompletableFuture<Object> future = answers.expect(id);
        batch.add(answers.frames().write(channel.alloc(), id, operation.number(), argument));
        return future;
    }

    @Override
    public void send(Object user) {
        int method = Operation.CREATE_USER.number() | Frames.ONE_WAY;
        batch.add(answers.frames().write(channel.alloc(), ids.incrementAndGet(), method, user));
    }

    @Override
    public void close() {
        group.shutdownGracefully();
    }
}
