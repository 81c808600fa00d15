// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.metrics.micrometer;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tern.rpc.config.MetricsSettings;
import io.tern.rpc.config.MetricsSettings.Group;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times calls, requests and events in a registry. The element {@code metrics} makes one by itself, with figures
 * that only an instance knows besides; this class is for whoever wants calls and events only, as a Spring bean or through
 * the builder. One object for one instance; thread-safe.
 */
public final class MicrometerObserver implements RpcObserver, AutoCloseable {
    private static final Set<Event> OF_REGISTRIES =
            Set.of(Event.REGISTRY_ENTRY_SKIPPED, Event.EMPTY_PROVIDER_LIST, Event.RULE_REFUSED);
    private static final Set<Event> OF_CONNECTIONS = Set.of(Event.CONNECTION_REFUSED, Event.BAD_FRAME);

    private final Meters meters;
    private final boolean timesCalls;
    private final CallMeters calls;
    private final CallMeters requests;
    private final Map<Event, Runnable> events = new EnumMap<>(Event.class);
    private final @Nullable Runnable opened;

    /**
     * An observer of one instance.
     *
     * @param registry gets the meters, and keeps them until {@link #close}
     * @param applicationName the tag {@code application} of all meters
     * @param settings what is measured, as far as an observer can
     */
    public MicrometerObserver(MeterRegistry registry, String applicationName, MetricsSettings settings) {
        this(
                new Meters(List.of(requireNonNull(registry, "registry")), requireNonNull(applicationName, "name")),
                requireNonNull(settings, "settings"));
    }

    MicrometerObserver(Meters meters, MetricsSettings settings) {
        this.meters = meters;
        this.timesCalls = settings.groups().contains(Group.RPC);
        this.calls = new CallMeters(
                meters, settings, "tern.consumer.calls", "Calls of references", List.of("sync", "async", "oneway"));
        this.requests = new CallMeters(
                meters, settings, "tern.provider.requests", "Requests to services", List.of("twoway", "oneway"));
        for (Event event : Event.values()) {
            if (settings.groups().contains(groupOf(event))) {
                events.put(event, counter(event));
            }
        }
        this.opened = settings.groups().contains(Group.NETTY)
                ? meters.counter("tern.connections.opened", "Connections opened, of both sides", Tags.empty())
                : null;
    }

    private static Group groupOf(Event event) {
        return OF_REGISTRIES.contains(event)
                ? Group.REGISTRY
                : OF_CONNECTIONS.contains(event) ? Group.NETTY : Group.RPC;
    }

    private Runnable counter(Event event) {
        return meters.counter(
                "tern.events",
                "What was dropped or refused, by kind",
                Tags.of("event", event.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void callEnded(Invocation call, @Nullable Throwable error, long elapsedNanos) {
        if (timesCalls) {
            calls.ended(call, modeOf(call.options().mode()), Outcome.ofCall(error), elapsedNanos);
        }
    }

    private static int modeOf(CallMode mode) {
        return switch (mode) {
            case SYNC -> 0;
            case FUTURE -> 1;
            case ONEWAY -> 2;
        };
    }

    @Override
    public void requestEnded(Invocation request, @Nullable Throwable error, long elapsedNanos) {
        if (timesCalls) {
            int mode = request.options().mode() == CallMode.ONEWAY ? 1 : 0;
            requests.ended(request, mode, Outcome.ofRequest(error), elapsedNanos);
        }
    }

    @Override
    public void connectionOpened(InetSocketAddress remote) {
        if (opened != null) {
            opened.run();
        }
    }

    @Override
    public void counted(Event event) {
        Runnable counter = events.get(event);
        if (counter != null) {
            counter.run();
        }
    }

    /** Takes its meters out of the registry. Idempotent. */
    @Override
    public void close() {
        meters.close();
    }
}
