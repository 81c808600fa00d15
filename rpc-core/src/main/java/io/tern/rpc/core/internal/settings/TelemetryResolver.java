// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.config.MetricsSettings.Group;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.TracingSettings;
import io.tern.rpc.config.TracingSettings.Propagation;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ElementKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The elements {@code metrics} and {@code tracing} with their children. A child counts as soon as it is there, unless it says
 * {@code enabled="false"}.
 */
final class TelemetryResolver {
    private static final String ENABLED = "enabled";
    private static final int WINDOW_SECONDS = 120;
    private static final int WINDOW_PARTS = 10;
    private static final double PROBABILITY = 0.1;

    private static final Logger log = LoggerFactory.getLogger(TelemetryResolver.class);

    private final ConfigModel model;

    TelemetryResolver(ConfigModel model) {
        this.model = model;
    }

    TelemetrySettings resolve() {
        CheckedElement metrics = only(ElementKind.METRICS);
        CheckedElement tracing = only(ElementKind.TRACING);
        return new TelemetrySettings(
                metrics == null ? null : metrics(metrics),
                metrics == null ? Origin.BUILT_IN : metrics.written().origin(null),
                tracing == null || !tracing.flag(ENABLED, false) ? null : tracing(),
                tracing == null ? Origin.BUILT_IN : tracing.written().origin(null));
    }

    /** There is one of each in a process. */
    private @Nullable CheckedElement only(ElementKind kind) {
        List<CheckedElement> all = model.all(kind);
        for (CheckedElement further : all.subList(Math.min(1, all.size()), all.size())) {
            log.warn(
                    "{} has no effect: there is one of its kind in a process, and the first counts, {}",
                    further.written().origin(null),
                    all.get(0).written().origin(null));
        }
        return all.isEmpty() ? null : all.get(0);
    }

    private MetricsSettings metrics(CheckedElement element) {
        CheckedElement window = only(ElementKind.AGGREGATION);
        CheckedElement exporter = only(ElementKind.PROMETHEUS_EXPORTER);
        boolean prometheus = "prometheus".equals(element.textOrNull("protocol"));
        return new MetricsSettings(
                exporter == null ? prometheus : exporter.flag(ENABLED, true),
                groups(element),
                !"SERVICE".equalsIgnoreCase(element.textOrNull("rpc-level")),
                isOn(window) ? whole(window, "time-window-seconds", WINDOW_SECONDS) : 0,
                isOn(window) ? whole(window, "bucket-num", WINDOW_PARTS) : 1,
                isOn(only(ElementKind.HISTOGRAM)));
    }

    private static Set<Group> groups(CheckedElement element) {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        add(groups, Group.RPC, element.flag("enable-rpc", true));
        add(groups, Group.THREAD_POOL, element.flag("enable-threadpool", true));
        add(groups, Group.REGISTRY, element.flag("enable-registry", true));
        add(groups, Group.NETTY, element.flag("enable-netty", true));
        add(groups, Group.JVM, element.flag("enable-jvm", false));
        return groups;
    }

    private static void add(Set<Group> groups, Group group, boolean on) {
        if (on) {
            groups.add(group);
        }
    }

    private TracingSettings tracing() {
        CheckedElement sampling = only(ElementKind.SAMPLING);
        CheckedElement propagation = only(ElementKind.PROPAGATION);
        AttributeValue share = sampling == null ? new AttributeValue.Unset() : sampling.value("probability");
        String type = propagation == null ? null : propagation.textOrNull("type");
        return new TracingSettings(
                share.isSet() ? share.asDecimal() : PROBABILITY,
                type == null ? Propagation.W3C : Propagation.valueOf(type.toUpperCase(Locale.ROOT)));
    }

    private static boolean isOn(@Nullable CheckedElement child) {
        return child != null && child.flag(ENABLED, true);
    }

    private static int whole(@Nullable CheckedElement element, String name, int builtIn) {
        AttributeValue value = element == null ? new AttributeValue.Unset() : element.value(name);
        return value.isSet() ? (int) Math.min(Integer.MAX_VALUE, value.asWhole()) : builtIn;
    }
}
