// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

/**
 * What a registry is told about a port.
 *
 * @param host a name or address, IPv6 without brackets
 * @param port 1 to 65535
 * @param reason why this host, and this port if it is not the one that listens; for people
 * @param isLoopback only this machine can connect to it
 */
record PublishedAddress(String host, int port, String reason, boolean isLoopback) {
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
