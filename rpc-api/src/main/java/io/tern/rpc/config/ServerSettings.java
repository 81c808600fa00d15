// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

import org.jspecify.annotations.Nullable;

/**
 * How a server behaves.
 *
 * @param acceptLimit most connections; 0: no limit
 * @param payloadLimitBytes largest request and reply body; 0 or less: no limit
 * @param heartbeatMillis a connection is closed after three of these without a byte in either direction; 0: never
 * @param keepAlive whether the operating system looks after silent connections
 * @param tls keys and trust of encrypted connections, which are then the only ones; null: connections are not encrypted
 */
public record ServerSettings(
        int acceptLimit,
        int payloadLimitBytes,
        int heartbeatMillis,
        boolean keepAlive,
        @Nullable TlsSettings tls) {
    /** Dubbo's defaults. */
    public static final ServerSettings DEFAULT = new ServerSettings(0, 8 * 1024 * 1024, 60_000, true);

    /** Without encryption. */
    public ServerSettings(int acceptLimit, int payloadLimitBytes, int heartbeatMillis, boolean keepAlive) {
        this(acceptLimit, payloadLimitBytes, heartbeatMillis, keepAlive, null);
    }

    /** Without encryption, and with the operating system looking after silent connections. */
    public ServerSettings(int acceptLimit, int payloadLimitBytes, int heartbeatMillis) {
        this(acceptLimit, payloadLimitBytes, heartbeatMillis, true);
    }
}
