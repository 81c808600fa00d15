// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.config.MetricsSettings.Group;
import io.tern.rpc.config.TracingSettings;
import io.tern.rpc.config.TracingSettings.Propagation;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.fixture.LogCapture;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TelemetryResolverTest extends OutsideBench {
    private static final Set<Group> USUAL = EnumSet.complementOf(EnumSet.of(Group.JVM));

    private TelemetrySettings settings(ConfigElement... written) {
        with(application()).with(written).resolve();
        return resolver.telemetry();
    }

    private static ConfigElement metrics() {
        return ConfigElement.of(ElementKind.METRICS);
    }

    private static ConfigElement tracing() {
        return ConfigElement.of(ElementKind.TRACING);
    }

    @Test
    void nothingWrittenAsksForNothing() {
        TelemetrySettings settings = settings();
        assertThat(settings.metrics()).isNull();
        assertThat(settings.tracing()).isNull();
    }

    @Test
    void metricsWithoutAttributesAskForTheUsualGroups() {
        assertThat(settings(metrics()).metrics()).isEqualTo(new MetricsSettings(false, USUAL, true, 0, 1, false));
    }

    @Test
    void everyAttributeOfMetricsIsRead() {
        ConfigElement metrics = metrics()
                .set("protocol", "prometheus")
                .set("enable-rpc", false)
                .set("enable-threadpool", false)
                .set("enable-registry", false)
                .set("enable-netty", false)
                .set("enable-jvm", true)
                .set("rpc-level", "service")
                .add(ConfigElement.of(ElementKind.AGGREGATION)
                        .set("bucket-num", 3)
                        .set("time-window-seconds", 30))
                .add(ConfigElement.of(ElementKind.HISTOGRAM).set("enabled", true));
        assertThat(settings(metrics).metrics())
                .isEqualTo(new MetricsSettings(true, Set.of(Group.JVM), false, 30, 3, true));
    }

    @Test
    void aChildCountsAsSoonAsItIsThereAndCanSwitchItselfOff() {
        assertThat(settings(metrics()
                                .add(ConfigElement.of(ElementKind.AGGREGATION))
                                .add(ConfigElement.of(ElementKind.HISTOGRAM))
                                .add(ConfigElement.of(ElementKind.PROMETHEUS_EXPORTER)))
                        .metrics())
                .isEqualTo(new MetricsSettings(true, USUAL, true, 120, 10, true));
        elements.clear();
        assertThat(settings(metrics()
                                .set("protocol", "prometheus")
                                .add(off(ElementKind.AGGREGATION))
                                .add(off(ElementKind.HISTOGRAM))
                                .add(off(ElementKind.PROMETHEUS_EXPORTER)))
                        .metrics())
                .isEqualTo(new MetricsSettings(false, USUAL, true, 0, 1, false));
    }

    private static ConfigElement off(ElementKind kind) {
        return ConfigElement.of(kind).set("enabled", false);
    }

    @Test
    void tracingIsOffUnlessItIsSwitchedOn() {
        assertThat(settings(tracing()).tracing()).isNull();
        elements.clear();
        assertThat(settings(tracing().set("enabled", true)).tracing())
                .isEqualTo(new TracingSettings(0.1, Propagation.W3C));
        elements.clear();
        assertThat(settings(tracing()
                                .set("enabled", true)
                                .add(ConfigElement.of(ElementKind.SAMPLING).set("probability", "0.25"))
                                .add(ConfigElement.of(ElementKind.PROPAGATION).set("type", "b3")))
                        .tracing())
                .isEqualTo(new TracingSettings(0.25, Propagation.B3));
    }

    @Test
    void keysAloneAreEnough() {
        file.put("dubbo.metrics.protocol", "prometheus");
        file.put("dubbo.metrics.rpc-level", "SERVICE");
        properties.put("dubbo.metrics.aggregation.enabled", "true");
        properties.put("dubbo.metrics.aggregation.time-window-seconds", "20");
        environment.put("DUBBO_METRICS_AGGREGATION_BUCKETNUM", "5");
        file.put("dubbo.metrics.histogram.enabled", "true");
        file.put("dubbo.metrics.prometheus.exporter.enabled", "false");
        file.put("dubbo.tracing.enabled", "true");
        file.put("dubbo.tracing.sampling.probability", "1.0");
        file.put("dubbo.tracing.propagation.type", "B3");
        TelemetrySettings settings = settings();
        assertThat(settings.metrics()).isEqualTo(new MetricsSettings(false, USUAL, false, 20, 5, true));
        assertThat(settings.tracing()).isEqualTo(new TracingSettings(1.0, Propagation.B3));
    }

    @Test
    void keysWinOverChildrenThatAreWritten() {
        properties.put("dubbo.metrics.aggregation.bucket-num", "5");
        properties.put("dubbo.tracing.sampling.probability", "0.5");
        TelemetrySettings settings = settings(
                metrics().add(ConfigElement.of(ElementKind.AGGREGATION).set("bucket-num", 7)),
                tracing()
                        .set("enabled", true)
                        .add(ConfigElement.of(ElementKind.SAMPLING).set("probability", "0.9")));
        assertThat(settings.metrics().windowParts()).isEqualTo(5);
        assertThat(settings.tracing().probability()).isEqualTo(0.5);
    }

    @Test
    void ofSeveralElementsTheFirstCountsAndTheOtherIsNamed() {
        try (LogCapture log = new LogCapture(TelemetryResolver.class)) {
            assertThat(settings(metrics(), metrics().set("enable-rpc", false))
                            .metrics()
                            .groups())
                    .contains(Group.RPC);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN dubbo:metrics has no effect: there is one of its kind in a process");
        }
    }
}
