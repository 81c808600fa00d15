// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.ContextCarrier;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.internal.lifecycle.EventCounter;
import io.tern.rpc.core.internal.lifecycle.Extensions;
import io.tern.rpc.core.internal.settings.TelemetrySettings;
import io.tern.rpc.spi.ConsoleCommand;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.telemetry.InstanceFigures;
import io.tern.rpc.spi.telemetry.Telemetry;
import io.tern.rpc.spi.telemetry.TelemetryContext;
import io.tern.rpc.spi.telemetry.TelemetryFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics and the tracing of one instance, as far as its configuration asks for them and their modules are there.
 * Thread-safe.
 */
final class TelemetrySide {
    private static final Logger log = LoggerFactory.getLogger(TelemetrySide.class);

    private final List<Telemetry> all = new ArrayList<>(); // changed by the constructor only
    private final Queue<ContextCarrier> carriers = new ConcurrentLinkedQueue<>();

    /** Makes them, and lets them hear what {@code events} hears. */
    TelemetrySide(
            Extensions extensions,
            String applicationName,
            TelemetrySettings settings,
            InstanceFigures figures,
            EventCounter events) {
        TelemetryContext context =
                new TelemetryContext(applicationName, settings.metrics(), settings.tracing(), figures);
        try {
            if (settings.metrics() != null) {
                add(extensions, "metrics", "rpc-metrics-micrometer", settings.metricsOrigin(), context);
            }
            if (settings.tracing() != null) {
                add(extensions, "tracing", "rpc-tracing-otel", settings.tracingOrigin(), context);
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        all.stream().map(Telemetry::carrier).filter(Objects::nonNull).forEach(this::carry);
        all.stream().map(Telemetry::observer).filter(Objects::nonNull).forEach(events::join);
    }

    private void carry(ContextCarrier carrier) {
        InternalRpcContext.add(carrier);
        carriers.add(carrier);
    }

    private void add(Extensions extensions, String name, String artifact, Origin origin, TelemetryContext context) {
        TelemetryFactory factory = extensions.telemetries().find(name);
        if (factory == null) {
            log.warn(
                    "{} has no effect: the module that does it is not there; add io.tern:{}, or remove the element",
                    origin,
                    artifact);
            return;
        }
        Telemetry made = factory.create(context);
        if (made != null) {
            all.add(made);
        }
    }

    /** Around all calls, the first of them outermost. */
    List<Filter> consumerFilters() {
        return filters(all.stream().map(Telemetry::consumerFilter).toList());
    }

    /** Around all requests, the first of them outermost. */
    List<Filter> providerFilters() {
        return filters(all.stream().map(Telemetry::providerFilter).toList());
    }

    private static List<Filter> filters(List<@Nullable Filter> made) {
        List<Filter> filters = new ArrayList<>();
        for (Filter filter : made) {
            if (filter != null) {
                filters.add(filter);
            }
        }
        return List.copyOf(filters);
    }

    /** What they add to an admin console. */
    List<ConsoleCommand> commands() {
        return all.stream().flatMap(each -> each.commands().stream()).toList();
    }

    /** After the last call. One that fails keeps none of the others from being closed. */
    void close() {
        for (ContextCarrier carrier = carriers.poll(); carrier != null; carrier = carriers.poll()) {
            InternalRpcContext.remove(carrier);
        }
        for (Telemetry each : all) {
            try {
                each.close();
            } catch (RuntimeException | LinkageError e) {
                log.warn("{} could not be closed", each.getClass().getName(), e);
            }
        }
    }
}
