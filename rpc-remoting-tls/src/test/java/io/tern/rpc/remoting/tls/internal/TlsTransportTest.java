// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.tls.internal;

import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.remoting.netty.NettyTransportFactory;
import io.tern.rpc.spi.transport.TransportFactory;
import io.tern.rpc.testing.transport.RawPeer;
import io.tern.rpc.testing.transport.TransportConformanceTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The suite over TLS, with a test's own sockets encrypted too. */
class TlsTransportTest extends TransportConformanceTest {
    private static final TlsFixture TLS = new TlsFixture();

    @Override
    protected TransportFactory factory() {
        return new NettyTransportFactory();
    }

    @Override
    protected ServerSettings of(ServerSettings settings) {
        return TlsFixture.with(settings, TLS.server);
    }

    @Override
    protected ConnectionSettings of(ConnectionSettings settings) {
        return TlsFixture.with(settings, TLS.client);
    }

    @Override
    protected RawPeer peer(InetSocketAddress address) throws IOException {
        return TLS.peer(address);
    }

    @Override
    protected ServerSocket listen(int port) throws IOException {
        return TLS.listen(port);
    }
}
