// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The two ends of a connection.
 *
 * @param remoteAddress the other process; null if there is none
 * @param localAddress this process; null while not connected
 */
public record Peer(
        @Nullable InetSocketAddress remoteAddress, @Nullable InetSocketAddress localAddress) {}
