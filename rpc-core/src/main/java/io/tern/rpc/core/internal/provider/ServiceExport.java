// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.inprocess.LocalService;
import io.tern.rpc.core.internal.inprocess.LocalServices;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A service that is exported, on each of its protocols. Thread-safe. */
public final class ServiceExport {
    private static final long INSIDE_NOTICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ServiceEntry entry;
    private final Map<ProtocolSettings, ExportedPort> ports;
    private final @Nullable LocalServices services;
    private final @Nullable LocalService local;
    private final Runnable onWithdrawn;
    private final AtomicBoolean withdrawn = new AtomicBoolean();

    /** {@code services} are told about it, null if it is not offered in this process; {@code onWithdrawn} that it is gone. */
    ServiceExport(
            ServiceEntry entry,
            Map<ProtocolSettings, ExportedPort> ports,
            @Nullable LocalServices services,
            Runnable onWithdrawn) {
        this.onWithdrawn = onWithdrawn;
        this.entry = entry;
        this.ports = new LinkedHashMap<>(ports);
        this.services = services;
        if (services == null) {
            this.local = null;
        } else {
            this.local = LocalService.of(entry.settings(), first().insideAddress());
            services.add(local);
        }
    }

    private ExportedPort first() {
        return ports.values().iterator().next();
    }

    /** What was exported. */
    public ServiceSettings settings() {
        return entry.settings();
    }

    /**
     * Where it listens, with the real ports, in the order of {@link ServiceSettings#protocols()}; empty if only this process
     * is served.
     */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(ports().values());
    }

    /** Where it listens, by what was written, in the same order. */
    public Map<ProtocolSettings, InetSocketAddress> ports() {
        Map<ProtocolSettings, InetSocketAddress> addresses = new LinkedHashMap<>();
        ports.forEach((protocol, port) -> {
            if (!port.isInsideOnly()) {
                addresses.put(protocol, port.address());
            }
        });
        return addresses;
    }

    /**
     * Serves those who have not heard yet that they shall go elsewhere: for the notice, then until no request came for as
     * long again.
     *
     * @return false if requests were still running when the time was over or the thread was interrupted
     */
    public boolean serveOut(long noticeMillis, long limitMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        long noticeNanos = TimeUnit.MILLISECONDS.toNanos(noticeMillis);
        BooleanSupplier nobodyThere = () -> ports.values().stream().allMatch(port -> port.connections() == 0);
        Traffic.pass(Math.min(noticeNanos, deadline - System.nanoTime()), nobodyThere);
        return Traffic.awaitQuiet(List.of(entry.traffic()), noticeNanos, deadline, nobodyThere);
    }

    /** Takes the service away: requests that were taken over end as usual, new ones find nothing. Idempotent. */
    public void unexport() {
        if (withdrawn.compareAndSet(false, true)) {
            if (services != null && local != null) {
                services.remove(local);
                // A caller may have chosen it a moment ago, and its request is about to be here.
                Traffic.pass(INSIDE_NOTICE_NANOS, () -> first().insideConnections() == 0);
            }
            ports.values().forEach(port -> port.table().remove(entry));
            onWithdrawn.run();
        }
    }
}
