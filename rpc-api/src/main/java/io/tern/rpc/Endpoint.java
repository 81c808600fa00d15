// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * One provider of a service.
 *
 * @param host a host name or address; IPv6 without brackets
 * @param port 1 to 65535
 * @param path the name under which the provider exports the service, without a leading slash; usually the interface name
 * @param parameters what the provider (or the query of a direct URL) says about itself, Dubbo's parameter names; never null
 */
public record Endpoint(String host, int port, String path, Map<String, String> parameters) {
    public Endpoint {
        requireNonNull(host, "host");
        requireNonNull(path, "path");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1..65535)");
        }
        parameters = Map.copyOf(parameters);
    }

    /** {@code host:port}, IPv6 in brackets. */
    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** The address only: parameters can hold a token. */
    @Override
    public String toString() {
        return address();
    }
}
