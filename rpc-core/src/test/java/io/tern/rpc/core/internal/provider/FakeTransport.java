// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.Endpoint;
import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.CallHead;
import io.tern.rpc.spi.transport.Connection;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.Server;
import io.tern.rpc.spi.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ports that nobody can connect to. */
final class FakeTransport implements Transport {
    final List<FakeServer> servers = new ArrayList<>();
    final Set<Integer> taken = new HashSet<>();
    private int nextFree = 40_000;

    /** A port that is open. */
    static final class FakeServer implements Server {
        final InetSocketAddress asked;
        final InetSocketAddress bound;
        final RequestHandler handler;
        volatile int connections;
        volatile boolean announced;
        volatile boolean closed;

        FakeServer(InetSocketAddress asked, InetSocketAddress bound, RequestHandler handler) {
            this.asked = asked;
            this.bound = bound;
            this.handler = handler;
        }

        @Override
        public InetSocketAddress address() {
            return bound;
        }

        @Override
        public int connections() {
            return connections;
        }

        @Override
        public void announceShutdown() {
            announced = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Override
    public Server bind(InetSocketAddress address, ServerSettings settings, RequestHandler handler) throws IOException {
        int port = address.getPort() == 0 ? nextFree++ : address.getPort();
        if (!taken.add(port)) {
            throw new java.net.BindException("Address already in use: " + address);
        }
        FakeServer server = new FakeServer(address, new InetSocketAddress(address.getAddress(), port), handler);
        servers.add(server);
        return server;
    }

    @Override
    public PreparedCall prepare(MethodDescriptor method, CallHead head) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Connection open(Endpoint endpoint, ConnectionSettings settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
