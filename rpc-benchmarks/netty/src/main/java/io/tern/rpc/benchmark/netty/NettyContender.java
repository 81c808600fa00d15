// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.tern.rpc.benchmark.drive.Client;
import io.tern.rpc.benchmark.drive.Contender;
import io.tern.rpc.benchmark.work.StoredUsers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A hand-written client and server: a frame is its length (4 bytes), the call's id (8), the method (1), and the argument or result as hessian-lite writes it.
 * Variants: {@code pool} serves in 200 threads, {@code io} on the thread that reads.
 */
public final class NettyContender implements Contender {
    private static final int LARGEST_FRAME = 8 * 1024 * 1024;

    @Override
    public Server serve(String variant, int port) throws Exception {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        ExecutorService pool = variant.equals("pool") ? Executors.newFixedThreadPool(200) : null;
        StoredUsers users = new StoredUsers();
        new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(frames(), new ServingHandler(channel, users, pool));
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
        return new NettyServer(group, pool, users);
    }

    @Override
    public Client connect(String variant, int port) throws Exception {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        AnswerHandler answers = new AnswerHandler();
        Channel channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel created) {
                        created.pipeline().addLast(frames(), answers);
                    }
                })
                .connect("127.0.0.1", port)
                .sync()
                .channel();
        return new NettyClient(group, channel, answers);
    }

    private static LengthFieldBasedFrameDecoder frames() {
        return new LengthFieldBasedFrameDecoder(LARGEST_FRAME, 0, 4, 0, 4);
    }

    private record NettyServer(
            MultiThreadIoEventLoopGroup group, @Nullable ExecutorService pool, StoredUsers users) implements Server {
        @Override
        public int heldCalls() {
            return users.heldCalls();
        }

        @Override
        public void letGo() {
            users.letGo();
        }

        @Override
        public void close() {
            group.shutdownGracefully();
            if (pool != null) {
                pool.shutdownNow();
            }
        }
    }
}
