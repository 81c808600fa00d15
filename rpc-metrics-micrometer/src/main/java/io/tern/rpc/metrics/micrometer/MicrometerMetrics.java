// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.config.MetricsSettings.Group;
import io.tern.rpc.spi.telemetry.Telemetry;
import io.tern.rpc.spi.telemetry.TelemetryContext;
import io.tern.rpc.spi.telemetry.TelemetryFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the element {@code metrics} makes: figures in Micrometer's global registry, or in another one that is given, and with
 * {@code protocol="prometheus"} in one of the instance's own besides. Found by {@link java.util.ServiceLoader}; as a Spring
 * bean or through the builder with a registry of the application's.
 */
public final class MicrometerMetrics implements TelemetryFactory {
    private static final Logger log = LoggerFactory.getLogger(MicrometerMetrics.class);

    private final MeterRegistry registry;

    /** Figures in {@link Metrics#globalRegistry}, which Spring Boot joins. */
    public MicrometerMetrics() {
        this(Metrics.globalRegistry);
    }

    /** Figures in another registry, which stays the caller's. */
    public MicrometerMetrics(MeterRegistry registry) {
        this.registry = requireNonNull(registry, "registry");
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public @Nullable Telemetry create(TelemetryContext context) {
        MetricsSettings settings = context.metrics();
        if (settings == null) {
            return null;
        }
        PrometheusText prometheus = settings.prometheus() ? prometheus() : null;
        List<MeterRegistry> registries = new ArrayList<>(List.of(registry));
        if (prometheus != null) {
            registries.add(prometheus.registry());
        }
        Meters meters = new Meters(registries, context.applicationName());
        try {
            MicrometerObserver observer = new MicrometerObserver(meters, settings);
            new InstanceGauges(meters, settings, context.figures());
            JvmMeters jvm = settings.groups().contains(Group.JVM) ? new JvmMeters(registries) : null;
            return new MicrometerTelemetry(observer, jvm, prometheus);
        } catch (RuntimeException | LinkageError e) {
            // A registry may refuse a meter, and then there is no instance whose end could take out the others.
            meters.close();
            throw e;
        }
    }

    private static @Nullable PrometheusText prometheus() {
        try {
            return new PrometheusText();
        } catch (NoClassDefFoundError e) {
            log.warn(
                    "Figures are not offered to Prometheus: add io.micrometer:micrometer-registry-prometheus, 1.13 or"
                            + " newer ({})",
                    e.getMessage());
            return null;
        }
    }
}
