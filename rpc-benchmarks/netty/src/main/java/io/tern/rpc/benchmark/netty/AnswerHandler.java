// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The calls in flight; completes them on the thread that reads. */
final class AnswerHandler extends ChannelInboundHandlerAdapter {
    private final Frames frames = new Frames();
    private final Map<Long, CompletableFuture<Object>> pending = new ConcurrentHashMap<>();

    CompletableFuture<Object> expect(long id) {
        CompletableFuture<Object> future = new CompletableFuture<>();
        pending.put(id, future);
        return future;
    }

    Frames frames() {
        return frames;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf answer = (ByteBuf) message;
        try {
            CompletableFuture<Object> future = pending.remove(answer.readLong());
            answer.skipBytes(1);
            if (future != null) {
                future.complete(frames.readValue(answer));
            }
        } finally {
            answer.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        failAll(new IllegalStateException("The connection was lost."));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failAll(cause);
        context.close();
    }

    private void failAll(Throwable reason) {
        pending.values().forEach(future -> future.completeExceptionally(reason));
        pending.clear();
    }
}
