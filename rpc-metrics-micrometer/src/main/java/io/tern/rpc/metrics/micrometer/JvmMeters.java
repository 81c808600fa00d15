// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Figures of the Java machine, by Micrometer itself, where nobody else has put them: others' would be counted twice. */
final class JvmMeters implements AutoCloseable {
    private static final String PREFIX = "jvm.";
    private static final String LATE_PREFIX = "jvm.gc.";
    private static final String KNOWN = "jvm.memory.used";

    private final List<Bound> bound = new ArrayList<>();

    /** What was put into a registry. */
    private record Bound(MeterRegistry registry, JvmGcMetrics collector, Set<Meter.Id> own, Set<Meter.Id> before) {
        /** Meters of the collector come with its first work. */
        boolean isOwn(Meter.Id id) {
            return own.contains(id) || (id.getName().startsWith(LATE_PREFIX) && !before.contains(id));
        }
    }

    JvmMeters(List<MeterRegistry> registries) {
        registries.stream().filter(registry -> !isThere(registry)).forEach(this::bind);
    }

    private static boolean isThere(MeterRegistry registry) {
        return registry.find(KNOWN).meter() != null
                || (registry instanceof CompositeMeterRegistry several
                        && several.getRegistries().stream().anyMatch(JvmMeters::isThere));
    }

    private void bind(MeterRegistry registry) {
        Set<Meter.Id> before = ids(registry);
        JvmGcMetrics collector = new JvmGcMetrics();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        collector.bindTo(registry);
        Set<Meter.Id> own = ids(registry);
        own.removeAll(before);
        own.removeIf(id -> !id.getName().startsWith(PREFIX));
        bound.add(new Bound(registry, collector, own, before));
    }

    private static Set<Meter.Id> ids(MeterRegistry registry) {
        return registry.getMeters().stream().map(Meter::getId).collect(Collectors.toCollection(HashSet::new));
    }

    @Override
    public void close() {
        for (Bound each : bound) {
            each.collector().close();
            for (Meter meter : each.registry().getMeters()) {
                if (each.isOwn(meter.getId())) {
                    each.registry().remove(meter);
                }
            }
        }
    }
}
