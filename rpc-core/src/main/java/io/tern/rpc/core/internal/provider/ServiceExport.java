// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ServiceSettings;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A service that is exported, on each of its protocols. Thread-safe. */
public final class ServiceExport {
    private final ServiceEntry entry;
    private final Map<ProtocolSettings, ExportedPort> ports;
    private final AtomicBoolean withdrawn = new AtomicBoolean();

    ServiceExport(ServiceEntry entry, Map<ProtocolSettings, ExportedPort> ports) {
        this.entry = entry;
        this.ports = new LinkedHashMap<>(ports);
    }

    /** What was exported. */
    public ServiceSettings settings() {
        return entry.settings();
    }

    /** Where it listens, with the real ports, in the order of {@link ServiceSettings#protocols()}. */
    public List<InetSocketAddress> addresses() {
        return ports.values().stream().map(ExportedPort::address).toList();
    }

    /** Takes the service away: requests that were taken over end as usual, new ones find nothing. Idempotent. */
    public void unexport() {
        if (withdrawn.compareAndSet(false, true)) {
            ports.values().forEach(port -> port.table().remove(entry));
        }
    }
}
