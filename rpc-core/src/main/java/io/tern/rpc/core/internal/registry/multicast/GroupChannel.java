// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.List;

/** Opens sockets that are members of a multicast group. */
final class GroupChannel {
    private GroupChannel() {}

    /**
     * A socket that hears the group, and what is sent to its port of this machine alone. Other processes may have one too.
     * It does not hear other groups of the same port, since the JDK switches that off on Linux.
     */
    static DatagramChannel open(MulticastSettings settings) throws IOException {
        InetAddress group = settings.group().getAddress();
        ProtocolFamily family =
                group instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        NetworkInterface network = networkInterface(settings);
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            channel.bind(new InetSocketAddress(settings.group().getPort()));
            channel.join(group, network);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static NetworkInterface networkInterface(MulticastSettings settings) throws IOException {
        String wanted = settings.networkInterface();
        if (wanted == null) {
            return firstFitting(settings.group().getAddress());
        }
        InetAddress address = MulticastSettings.literal(wanted);
        NetworkInterface found =
                address == null ? NetworkInterface.getByName(wanted) : NetworkInterface.getByInetAddress(address);
        if (found == null) {
            throw new IOException("there is no network interface " + wanted + ", which tern.multicast.interface names");
        }
        return found;
    }

    // The one that reaches others, and else the loopback one, for processes of a machine without a network.
    private static NetworkInterface firstFitting(InetAddress group) throws IOException {
        List<NetworkInterface> all = NetworkInterface.networkInterfaces().toList();
        NetworkInterface loopback = null;
        for (NetworkInterface candidate : all) {
            boolean sameFamily = candidate
                    .inetAddresses()
                    .anyMatch(address -> address instanceof Inet4Address == group instanceof Inet4Address);
            if (candidate.isUp() && sameFamily) {
                if (candidate.isLoopback()) {
                    loopback = candidate;
                } else if (candidate.supportsMulticast() && !candidate.isPointToPoint()) {
                    return candidate;
                }
            }
        }
        if (loopback == null) {
            throw new IOException("no network interface is up that has an address of the group's kind");
        }
        return loopback;
    }
}
