// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.ServiceSettings;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * A service of this process that references of this process may call.
 *
 * @param service the exact name
 * @param endpoint where it is called; its parameters say what a registry would, and the token
 */
public record LocalService(ServiceKey service, Endpoint endpoint) {
    /** The service at an address of an {@link InProcessTransport}. */
    public static LocalService of(ServiceSettings settings, InetSocketAddress address) {
        Map<String, String> parameters = new HashMap<>(settings.published());
        // Nobody outside hears it, so a token that no registry is told can be told here.
        if (settings.token() != null) {
            parameters.put("token", settings.token());
        }
        ServiceKey service = settings.service();
        if (service.group() != null) {
            parameters.put("group", service.group());
        }
        return new LocalService(
                service,
                new Endpoint(address.getAddress().getHostAddress(), address.getPort(), settings.path(), parameters));
    }

    /** The name and the address only: parameters can hold a token. */
    @Override
    public String toString() {
        return service + " at " + endpoint;
    }
}
