// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.ServiceKey;
import java.util.Comparator;

/**
 * What makes a provider the same one when its entry changes. Ordered by address first.
 *
 * @param host as in the entry
 * @param port 1 to 65535
 * @param path the name under which it exports the service
 * @param service its own group and version, where a reference can have wildcards
 */
record ProviderKey(String host, int port, String path, ServiceKey service) implements Comparable<ProviderKey> {
    private static final Comparator<String> NULL_FIRST = Comparator.nullsFirst(Comparator.naturalOrder());

    @Override
    public int compareTo(ProviderKey other) {
        int order = host.compareTo(other.host);
        if (order == 0) {
            order = Integer.compare(port, other.port);
        }
        if (order == 0) {
            order = path.compareTo(other.path);
        }
        if (order == 0) {
            order = NULL_FIRST.compare(service.group(), other.service.group());
        }
        if (order == 0) {
            order = NULL_FIRST.compare(service.version(), other.service.version());
        }
        return order == 0 ? service.interfaceName().compareTo(other.service.interfaceName()) : order;
    }
}
