// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

/**
 * How a server behaves.
 *
 * @param acceptLimit most connections; 0: no limit
 * @param payloadLimitBytes largest request and reply body; 0 or less: no limit
 * @param heartbeatMillis a connection is closed after three of these without a byte in either direction; 0: never
 * @param keepAlive whether the operating system looks after silent connections
 */
public record ServerSettings(int acceptLimit, int payloadLimitBytes, int heartbeatMillis, boolean keepAlive) {
    /** Dubbo's defaults. */
    public static final ServerSettings DEFAULT = new ServerSettings(0, 8 * 1024 * 1024, 60_000, true);

    /** With the operating system looking after silent connections. */
    public ServerSettings(int acceptLimit, int payloadLimitBytes, int heartbeatMillis) {
        this(acceptLimit, payloadLimitBytes, heartbeatMillis, true);
    }
}
