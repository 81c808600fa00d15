// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.config.ServerSettings;
import io.tern.rpc.spi.transport.RequestHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The addresses at which services of this process can be called without a socket. They have the form of real addresses, since
 * users see them: that of the port where a service listens too, and numbers from 1 upward where it does not. Thread-safe.
 */
public final class InProcessNetwork {
    private static final int MOST_PORTS = 65_535;

    private final Map<String, InProcessServer> servers = new ConcurrentHashMap<>();
    /** By host, the last number that was given. Guarded by this. */
    private final Map<String, Integer> numbers = new HashMap<>();

    synchronized InProcessServer bind(
            InetSocketAddress wanted, ServerSettings settings, RequestHandler handler, InProcessTransport transport)
            throws IOException {
        InetAddress host = wanted.getAddress() == null || wanted.getAddress().isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress()
                : wanted.getAddress();
        int port = wanted.getPort() == 0 ? free(host) : wanted.getPort();
        InetSocketAddress address = new InetSocketAddress(host, port);
        InProcessServer server = new InProcessServer(address, settings, handler, transport);
        if (servers.putIfAbsent(server.key(), server) != null) {
            throw new IOException("The address " + server.key() + " is taken in this process");
        }
        return server;
    }

    private int free(InetAddress host) throws IOException {
        int last = numbers.getOrDefault(host.getHostAddress(), 0);
        for (int i = 1; i <= MOST_PORTS; i++) {
            int number = (last + i - 1) % MOST_PORTS + 1;
            if (!servers.containsKey(InProcessServer.key(new InetSocketAddress(host, number)))) {
                numbers.put(host.getHostAddress(), number);
                return number;
            }
        }
        throw new IOException("All numbers of " + host.getHostAddress() + " are taken in this process");
    }

    void unbind(InProcessServer server) {
        servers.remove(server.key(), server);
    }

    /** Who is called at {@code host:port}; null if nobody is. */
    @Nullable
    InProcessServer find(String address) {
        return servers.get(address);
    }
}
