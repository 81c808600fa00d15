// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import io.tern.rpc.remoting.netty.NettyTransportFactory;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.EventLoopConformanceTest;
import io.tern.rpc.testing.transport.Sockets;

/** The suite over TLS, with a test's own sockets encrypted too. */
class TlsEventLoopTest extends EventLoopConformanceTest {
    private static final TlsFixture TLS = new TlsFixture();

    @Override
    protected TransportFactory factory() {
        return new NettyTransportFactory();
    }

    @Override
    protected Sockets sockets() {
        return TLS;
    }
}
