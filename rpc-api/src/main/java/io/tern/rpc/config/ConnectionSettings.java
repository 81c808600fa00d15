// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

/**
 * How a connection behaves. References with equal settings share connections.
 *
 * @param connectTimeoutMillis above 0
 * @param heartbeatMillis read idle time before a heartbeat is sent; the connection is given up after three of them. 0: off
 * @param reconnectMillis longest pause between attempts to connect again, above 0; 0: never by itself
 * @param payloadLimitBytes largest reply body; 0 or less: no limit
 * @param lazy connect at the first call
 * @param tls keys and trust of connections that are encrypted
 * @param encrypted whether all are; the engine also encrypts those to providers that ask for it
 */
public record ConnectionSettings(
        int connectTimeoutMillis,
        int heartbeatMillis,
        int reconnectMillis,
        int payloadLimitBytes,
        boolean lazy,
        TlsSettings tls,
        boolean encrypted) {
    /** Dubbo's defaults, but for the pause, which Tern starts much shorter and lets grow to this. */
    public static final ConnectionSettings DEFAULT =
            new ConnectionSettings(3_000, 60_000, 30_000, 8 * 1024 * 1024, false);

    /** Not encrypted. */
    public ConnectionSettings(
            int connectTimeoutMillis, int heartbeatMillis, int reconnectMillis, int payloadLimitBytes, boolean lazy) {
        this(
                connectTimeoutMillis,
                heartbeatMillis,
                reconnectMillis,
                payloadLimitBytes,
                lazy,
                TlsSettings.DEFAULT,
                false);
    }
}
