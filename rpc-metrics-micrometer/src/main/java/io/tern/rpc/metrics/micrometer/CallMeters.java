// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.spi.Invocation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The timers of all methods of one side. They are looked up by service and name, which come from interfaces and settings of
 * this process, never from a peer. Thread-safe.
 */
final class CallMeters {
    /** Bounds of the buckets of a histogram; Dubbo's and, as calls inside a data centre end sooner, smaller ones. */
    private static final Duration[] BUCKETS = List.of(1, 3, 10, 30, 100, 300, 500, 1_000, 3_000, 5_000, 10_000).stream()
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final double[] PERCENTILES = {0.5, 0.9, 0.95, 0.99};
    /** Where figures are for each service only; the tag stays, as names with differing tags are a mistake to Prometheus. */
    private static final String ALL_METHODS = "*";

    private final Meters meters;
    private final MetricsSettings settings;
    private final String name;
    private final String description;
    private final List<String> modes;
    private final Map<ServiceKey, Map<String, MethodTimes>> methods = new ConcurrentHashMap<>();

    /** {@code modes} are the values of the tag, by index. */
    CallMeters(Meters meters, MetricsSettings settings, String name, String description, List<String> modes) {
        this.meters = meters;
        this.settings = settings;
        this.name = name;
        this.description = description;
        this.modes = modes;
    }

    void ended(Invocation call, int mode, Outcome outcome, long nanos) {
        Map<String, MethodTimes> ofService = methods.get(call.service());
        if (ofService == null) {
            ofService = methods.computeIfAbsent(call.service(), key -> new ConcurrentHashMap<>());
        }
        String method = settings.byMethod() ? call.method().name() : ALL_METHODS;
        MethodTimes times = ofService.get(method);
        if (times == null) {
            Tags tags = Tags.of("service", call.service().toString(), "method", method);
            times = ofService.computeIfAbsent(method, key -> new MethodTimes(this, tags, modes.size()));
        }
        times.record(mode, outcome, Math.max(0, nanos));
    }

    Timer[] timer(Tags method, int mode, Outcome outcome) {
        return meters.timer(
                name,
                description,
                method.and("mode", modes.get(mode), "outcome", outcome.tag()),
                timer -> settings.histogram() ? timer.serviceLevelObjectives(BUCKETS) : timer);
    }

    /** Percentiles of several meters cannot be added up, so those of a method are of all its calls, however they ended. */
    Timer[] recent(Tags method) {
        return settings.windowSeconds() == 0
                ? new Timer[0]
                : meters.timer(
                        name + ".recent",
                        description + ", over the moving window",
                        method,
                        timer -> timer.publishPercentiles(PERCENTILES)
                                .distributionStatisticExpiry(Duration.ofSeconds(settings.windowSeconds()))
                                .distributionStatisticBufferLength(settings.windowParts()));
    }
}
