// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What one instance has put into its registries, so that all of it can be taken out again. Thread-safe. */
final class Meters implements AutoCloseable {
    private static final String INFO = "tern.info";
    private static final Timer[] NO_TIMERS = {};

    private final List<MeterRegistry> registries;
    private final Tags tags;
    private final Set<Entry> own = new LinkedHashSet<>(); // guarded by this
    private boolean closed; // guarded by this

    /** A meter, and where it is. */
    private record Entry(MeterRegistry registry, Meter meter) {}

    Meters(List<MeterRegistry> registries, String applicationName) {
        this.registries = List.copyOf(registries);
        this.tags = Tags.of("application", claimed(applicationName));
    }

    /** Meters of one name and tags are one meter, so the second instance of a name in a process has another tag. */
    private String claimed(String applicationName) {
        MeterRegistry first = registries.get(0);
        synchronized (first) {
            String name = applicationName;
            for (int number = 2; first.find(INFO).tag("application", name).meter() != null; number++) {
                name = applicationName + "#" + number;
            }
            for (MeterRegistry registry : registries) {
                Gauge info = Gauge.builder(INFO, () -> 1)
                        .description("1 while the instance is there")
                        .tags("application", name)
                        .register(registry);
                own.add(new Entry(registry, info));
            }
            return name;
        }
    }

    List<MeterRegistry> registries() {
        return registries;
    }

    /** One counter, in all registries. */
    Runnable counter(String name, String description, Tags further) {
        List<Counter> counters = register(registry -> Counter.builder(name)
                .description(description)
                .tags(tags.and(further))
                .register(registry));
        Counter[] all = counters.toArray(Counter[]::new);
        return () -> {
            for (Counter counter : all) {
                counter.increment();
            }
        };
    }

    /** One timer, in all registries; none once this is closed. */
    Timer[] timer(String name, String description, Tags further, UnaryOperator<Timer.Builder> shape) {
        return register(registry -> shape.apply(
                                Timer.builder(name).description(description).tags(tags.and(further)))
                        .register(registry))
                .toArray(NO_TIMERS);
    }

    /** One gauge, in all registries; returns what takes it away again. */
    Runnable gauge(String name, String description, String unit, Tags further, DoubleSupplier value) {
        List<Gauge> gauges = register(registry -> Gauge.builder(name, value::getAsDouble)
                .description(description)
                .baseUnit(unit)
                .tags(tags.and(further))
                .register(registry));
        return () -> remove(gauges);
    }

    private synchronized <M extends Meter> List<M> register(Function<MeterRegistry, M> maker) {
        List<M> made = new ArrayList<>();
        if (!closed) {
            for (MeterRegistry registry : registries) {
                M meter = maker.apply(registry);
                own.add(new Entry(registry, meter));
                made.add(meter);
            }
        }
        return made;
    }

    private synchronized void remove(Collection<? extends Meter> meters) {
        for (Entry entry : List.copyOf(own)) {
            if (meters.contains(entry.meter())) {
                own.remove(entry);
                entry.registry().remove(entry.meter());
            }
        }
    }

    /** Takes everything out. */
    @Override
    public synchronized void close() {
        closed = true;
        own.forEach(entry -> entry.registry().remove(entry.meter()));
        own.clear();
    }
}
