// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty;

import io.netty.buffer.ByteBufAllocator;
import io.tern.rpc.remoting.hessian.internal.Hessian2Serialization;
import io.tern.rpc.remoting.netty.internal.NettyTransport;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.transport.Transport;
import io.tern.rpc.spi.transport.TransportContext;
import io.tern.rpc.spi.transport.TransportFactory;

/** Makes the transport that speaks Dubbo's protocol on TCP. Stateless; thread-safe. */
public final class NettyTransportFactory implements TransportFactory {
    @Override
    public String name() {
        return "dubbo";
    }

    @Override
    public Transport create(TransportContext context) {
        Serialization serialization = context.serialization();
        return new NettyTransport(
                context, serialization == null ? new Hessian2Serialization() : serialization, ByteBufAllocator.DEFAULT);
    }
}
