// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.HashMap;
import java.util.Map;

/**
 * A provider as a registry and its rules describe it.
 *
 * @param endpoint its address, and its parameters with the rules applied
 * @param service its own group and version, where a reference can have wildcards
 * @param published its parameters as it wrote them
 * @param rules what rules add
 */
public record Provider(Endpoint endpoint, ServiceKey service, Map<String, String> published, Overrides rules) {
    static Provider of(ProviderKey key, DubboUrl entry, Overrides rules) {
        Map<String, String> parameters = entry.parameters();
        if (!rules.isEmpty()) {
            Map<String, String> changed = new HashMap<>(rules.absent());
            changed.putAll(parameters);
            changed.putAll(rules.override());
            parameters = changed;
        }
        return new Provider(
                new Endpoint(key.host(), key.port(), key.path(), parameters), key.service(), entry.parameters(), rules);
    }

    /** The address only: parameters can hold a token. */
    @Override
    public String toString() {
        return endpoint.toString();
    }
}
