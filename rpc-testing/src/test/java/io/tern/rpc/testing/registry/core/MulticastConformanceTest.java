// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.registry.core;

import io.tern.rpc.core.internal.registry.multicast.MulticastRegistryFactory;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.testing.registry.RegistryConformanceTest;
import io.tern.rpc.testing.registry.RegistryStore;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** On a group of its own for each test; there is no server that could be down. */
class MulticastConformanceTest extends RegistryConformanceTest {
    private static final String GROUP = "224.5.6.7";
    private static final int PATIENCE_MILLIS = 2_000;

    @Override
    protected RegistryFactory factory() {
        return new MulticastRegistryFactory();
    }

    @Override
    protected RegistryStore newStore() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assumeLoopbackCarries(new InetSocketAddress(GROUP, free.getLocalPort()));
            List<String> group = List.of(GROUP + ":" + free.getLocalPort());
            return new RegistryStore() {
                @Override
                public List<String> addresses() {
                    return group;
                }

                @Override
                public Map<String, String> parameters() {
                    return Map.of("tern.multicast.interface", "127.0.0.1");
                }

                @Override
                public boolean holdsMuch() {
                    return false;
                }

                @Override
                public void close() {}
            };
        }
    }

    private static void assumeLoopbackCarries(InetSocketAddress group) {
        try (MulticastSocket socket = new MulticastSocket(group.getPort())) {
            NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
            socket.setNetworkInterface(loopback);
            socket.joinGroup(group, loopback);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.send(new DatagramPacket(new byte[] {1}, 1, group));
            socket.receive(new DatagramPacket(new byte[1], 1));
        } catch (IOException e) {
            throw new TestAbortedException("The loopback interface carries no multicast: " + e);
        }
    }
}
