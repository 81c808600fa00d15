// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A socket that can be written past Netty's pipeline, from any thread.
 *
 * <p>Only for the owner of the connection's {@link WriteQueue}, through which all bytes go, and only while
 * {@link #isClear}: so bytes keep their order although two ways lead to the socket. A handler that changes bytes, as
 * encryption does, must never stand in its pipeline: {@link NettyResources#channels} gives encrypted connections another
 * class.
 */
final class OpenSocket extends NioSocketChannel {
    /** A body that arrives within one read is not copied, and large ones take fewer system calls. */
    private static final int MAX_READ = 256 * 1024;

    private static final int FIRST_READ = 4 * 1024;
    private static final int MIN_READ = 64;

    /** Not connected yet. */
    OpenSocket() {
        config().setRecvByteBufAllocator(reads());
    }

    /** An accepted one. */
    OpenSocket(Channel parent, SocketChannel accepted) {
        super(parent, accepted);
        config().setRecvByteBufAllocator(reads());
    }

    private static RecvByteBufAllocator reads() {
        return new AdaptiveRecvByteBufAllocator(MIN_READ, FIRST_READ, MAX_READ);
    }

    /**
     * Whether nothing waits in Netty's own buffer. That only grows by the queue's owner and is emptied by the loop, so to
     * the owner true stays true.
     */
    boolean isClear() {
        ChannelOutboundBuffer waiting = unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() == 0;
    }

    /** Gives the kernel as many bytes as it takes. Never blocks. */
    void writeNow(ByteBuffer bytes) throws IOException {
        javaChannel().write(bytes);
    }
}
