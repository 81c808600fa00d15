// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tern.rpc.benchmark.drive.BeanCalls;
import io.tern.rpc.benchmark.drive.Operation;
import io.tern.rpc.benchmark.work.StoredUsers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Serves requests, in the pool if there is one, else on the thread that reads. */
final class ServingHandler extends ChannelInboundHandlerAdapter {
    private static final Operation[] OPERATIONS = Operation.values();

    private final Frames frames = new Frames();
    private final Channel channel;
    private final StoredUsers users;
    private final @Nullable ExecutorService pool;
    private final WriteBatch batch;

    ServingHandler(Channel channel, StoredUsers users, @Nullable ExecutorService pool) {
        this.channel = channel;
        this.users = users;
        this.pool = pool;
        this.batch = new WriteBatch(channel);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf request = (ByteBuf) message;
        if (pool != null) {
            pool.execute(() -> {
                ByteBuf answer = serve(request);
                if (answer != null) {
                    batch.add(answer);
                }
            });
            return;
        }
        ByteBuf answer = serve(request);
        if (answer != null) {
            context.write(answer, context.voidPromise());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    private @Nullable ByteBuf serve(ByteBuf request) {
        long id;
        int method;
        Object argument;
        try {
            id = request.readLong();
            method = request.readUnsignedByte();
            argument = frames.readValue(request);
        } finally {
            request.release();
        }
        Object result = BeanCalls.call(users, OPERATIONS[method & ~Frames.ONE_WAY], argument);
        if (result instanceof CompletableFuture<?> future) {
            future.thenAccept(value -> batch.add(frames.write(channel.alloc(), id, method, value)));
            return null;
        }
        return method >= Frames.ONE_WAY ? null : frames.write(channel.alloc(), id, method, result);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        cause.printStackTrace();
        context.close();
    }
}
