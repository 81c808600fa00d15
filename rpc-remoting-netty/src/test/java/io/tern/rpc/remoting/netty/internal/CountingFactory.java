// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.tern.rpc.remoting.hessian.internal.Hessian2Serialization;
import io.tern.rpc.spi.transport.Transport;
import io.tern.rpc.spi.transport.TransportContext;
import io.tern.rpc.spi.transport.TransportFactory;

/** Makes Netty transports whose buffers are counted. */
final class CountingFactory implements TransportFactory {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    @Override
    public String name() {
        return "dubbo";
    }

    @Override
    public Transport create(TransportContext context) {
        return new NettyTransport(context, new Hessian2Serialization(), allocator);
    }

    /** Fails if a buffer was not released. */
    void assertNothingLeft() {
        assertThat(allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory())
                .as("bytes in buffers that were not released")
                .isZero();
    }
}
