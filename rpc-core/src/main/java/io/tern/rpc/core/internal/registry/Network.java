// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The network of this machine, as far as it matters for the address that others use. Thread-safe. */
public interface Network {
    /** The network interfaces that are up, in the order of the system. */
    List<Card> cards();

    /**
     * The local address that packets to a server leave from; null if that is not known. Sends nothing, and takes a second at
     * most.
     *
     * @param server {@code host:port}, IPv6 in brackets
     */
    @Nullable
    InetAddress routeTo(String server);

    /**
     * A network interface.
     *
     * @param name such as {@code eth0}
     * @param displayName the same on Linux, a text for people on Windows
     * @param addresses in the order of the system
     */
    record Card(String name, String displayName, List<InetAddress> addresses) {
        public Card {
            addresses = List.copyOf(addresses);
        }
    }
}
