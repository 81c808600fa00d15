// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.buffer.ByteBuf;
import io.tern.rpc.Peer;
import io.tern.rpc.remoting.dubbo.internal.DubboCodec;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.transport.Link;

/** Where the requests of one channel come from and their replies go to. Any thread. */
interface ReplyPath {
    Peer peer();

    /** The channel, for calls in the other direction. */
    Link link();

    DubboCodec codec();

    /** Largest body; 0 or less: no limit. */
    int payloadLimitBytes();

    void count(Event event);

    /** Queues a frame and owns it. */
    void send(ByteBuf frame);

    /** A request came without the right token. */
    void tokenMissed();
}
