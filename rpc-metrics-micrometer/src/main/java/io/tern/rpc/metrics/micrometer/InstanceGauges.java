// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import io.micrometer.core.instrument.Tags;
import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.config.MetricsSettings.Group;
import io.tern.rpc.spi.telemetry.InstanceFigures;
import io.tern.rpc.spi.telemetry.InstanceFigures.Pool;
import io.tern.rpc.spi.telemetry.InstanceFigures.ReferenceFigures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Figures of an instance that are read when a registry is. Thread-safe. */
final class InstanceGauges {
    private static final String THREADS = "threads";
    private static final String PROVIDERS = "providers";

    private final Meters meters;
    private final InstanceFigures figures;
    private final boolean showsPools;
    private final boolean showsReferences;
    // What takes their gauges away; guarded by this.
    private final Map<String, List<Runnable>> pools = new HashMap<>();
    private final Map<ReferenceFigures, List<Runnable>> references = new HashMap<>();

    InstanceGauges(Meters meters, MetricsSettings settings, InstanceFigures figures) {
        this.meters = meters;
        this.figures = figures;
        if (settings.groups().contains(Group.RPC)) {
            gauge("tern.consumer.calls.active", "Calls sent and not answered", "calls", figures::callsInFlight);
            gauge("tern.provider.requests.active", "Requests being served", "requests", figures::requestsRunning);
        }
        if (settings.groups().contains(Group.NETTY)) {
            gauge("tern.connections", "Connections open, of both sides", "connections", figures::openConnections);
            gauge("tern.buffer.memory.used", "Memory that buffers of connections take", "bytes", figures::bufferBytes);
        }
        this.showsPools = settings.groups().contains(Group.THREAD_POOL);
        this.showsReferences = settings.groups().contains(Group.REGISTRY);
        if (showsPools || showsReferences) {
            figures.whenPartsChange(this::refresh);
        }
    }

    private void gauge(String name, String description, String unit, LongSupplier number) {
        meters.gauge(name, description, unit, Tags.empty(), number::getAsLong);
    }

    private synchronized void refresh() {
        if (showsPools) {
            Set<String> there = figures.pools().stream().map(Pool::name).collect(Collectors.toSet());
            forget(pools, there);
            there.forEach(name -> pools.computeIfAbsent(name, this::pool));
        }
        if (showsReferences) {
            Set<ReferenceFigures> there = Set.copyOf(figures.references());
            forget(references, there); // first: one that takes the id of another has the same meters
            there.forEach(reference -> references.computeIfAbsent(reference, this::reference));
        }
    }

    private static <T> void forget(Map<T, List<Runnable>> known, Set<T> there) {
        known.entrySet().removeIf(entry -> {
            boolean gone = !there.contains(entry.getKey());
            if (gone) {
                entry.getValue().forEach(Runnable::run);
            }
            return gone;
        });
    }

    private List<Runnable> reference(ReferenceFigures reference) {
        Tags tags = Tags.of("reference", reference.id(), "service", reference.service());
        return List.of(
                meters.gauge(
                        "tern.reference.providers",
                        "Providers that a reference knows",
                        PROVIDERS,
                        tags,
                        reference::providers),
                meters.gauge(
                        "tern.reference.providers.available",
                        "Providers that can be called",
                        PROVIDERS,
                        tags,
                        reference::availableProviders));
    }

    private List<Runnable> pool(String name) {
        return List.of(
                gauge(name, "tern.pool.threads.running", "Threads that serve a request", THREADS, Pool::running),
                gauge(name, "tern.pool.threads", "Threads that there are", THREADS, Pool::threads),
                gauge(name, "tern.pool.threads.max", "Threads that there may be", THREADS, Pool::most),
                gauge(name, "tern.pool.queued", "Requests that wait for a thread", "requests", Pool::queued));
    }

    private Runnable gauge(String pool, String name, String description, String unit, ToIntFunction<Pool> figure) {
        return meters.gauge(
                name,
                description,
                unit,
                Tags.of("pool", pool),
                () -> figures.pools().stream()
                        .filter(each -> each.name().equals(pool))
                        .mapToInt(figure)
                        .sum());
    }
}
