// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Accepts connections as {@link OpenSocket}s. */
final class OpenServerSocket extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepted) throws IOException {
        SocketChannel socket = javaChannel().accept();
        if (socket == null) {
            return 0;
        }
        try {
            accepted.add(new OpenSocket(this, socket));
        } catch (RuntimeException | Error e) {
            socket.close();
            throw e;
        }
        return 1;
    }
}
