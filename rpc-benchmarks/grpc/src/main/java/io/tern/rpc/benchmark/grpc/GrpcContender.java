// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.grpc;

import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.tern.rpc.benchmark.drive.Client;
import io.tern.rpc.benchmark.drive.Contender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * gRPC-java with its generated code, one channel, no TLS. Variants: {@code default}, and {@code direct} for {@code directExecutor()} on both sides, which its
 * documentation says is for services that never block.
 */
public final class GrpcContender implements Contender {
    private static final int LARGEST_MESSAGE = 8 * 1024 * 1024;

    @Override
    public Server serve(String variant, int port) throws IOException {
        GrpcUsers users = new GrpcUsers();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .addService(users);
        if (variant.equals("direct")) {
            builder.directExecutor();
        }
        io.grpc.Server server = builder.build().start();
        return new Server() {
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
                server.shutdownNow();
            }
        };
    }

    @Override
    public Client connect(String variant, int port) {
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().maxInboundMessageSize(LARGEST_MESSAGE);
        if (variant.equals("direct")) {
            builder.directExecutor();
        }
        return new GrpcClient(builder.build(), builder::build);
    }
}
