// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.transport;

import io.tern.rpc.config.ConnectionSettings;
import io.tern.rpc.config.ServerSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The kind of connections that a suite runs over, on both ends; by default those without encryption. */
public interface Sockets {
    /** Not encrypted. */
    Sockets PLAIN = new Sockets() {};

    /** The settings of a server in place of those that a test asks for: these, with what the transport needs besides. */
    default ServerSettings of(ServerSettings settings) {
        return settings;
    }

    /** The settings of a connection in place of those that a test asks for: these, with what the transport needs besides. */
    default ConnectionSettings of(ConnectionSettings settings) {
        return settings;
    }

    /** A socket of a consumer that a test drives byte by byte. */
    default RawPeer peer(InetSocketAddress address) throws IOException {
        return RawPeer.connect(address);
    }

    /** A socket of a provider that a test drives byte by byte, on a port of loopback; 0: a free one. */
    default ServerSocket listen(int port) throws IOException {
        return RawPeer.listen(port);
    }
}
