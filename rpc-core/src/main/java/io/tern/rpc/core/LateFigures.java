// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.core.internal.lifecycle.EventCounter;
import io.tern.rpc.spi.telemetry.InstanceFigures;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures of an instance that is being built: whoever asks before it is, on whatever thread, hears of nothing. */
final class LateFigures implements InstanceFigures {
    private static final Logger log = LoggerFactory.getLogger(LateFigures.class);

    private final EventCounter events;
    private final List<Runnable> partActions = new CopyOnWriteArrayList<>();
    private volatile @Nullable Parts parts;

    private record Parts(ConsumerSide consumers, ProviderSide providers, TransportSide transports) {}

    LateFigures(EventCounter events) {
        this.events = events;
    }

    /** From now on there is something to tell. */
    void of(ConsumerSide consumers, ProviderSide providers, TransportSide transports) {
        parts = new Parts(consumers, providers, transports);
    }

    @Override
    public int callsInFlight() {
        Parts built = parts;
        return built == null ? 0 : built.consumers().callsInFlight();
    }

    @Override
    public int requestsRunning() {
        Parts built = parts;
        return built == null ? 0 : built.providers().exporter().requestsRunning();
    }

    @Override
    public long openConnections() {
        return events.openConnections();
    }

    @Override
    public long bufferBytes() {
        Parts built = parts;
        return built == null ? 0 : built.transports().outside().bufferBytes();
    }

    @Override
    public void whenPartsChange(Runnable action) {
        partActions.add(action);
        tell(action);
    }

    /** Pools or references came or went. */
    void partsChanged() {
        partActions.forEach(LateFigures::tell);
    }

    /** Who only looks must not be able to break what it looks at. */
    private static void tell(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | LinkageError e) {
            log.warn("Whoever looks at pools and references failed; all goes on", e);
        }
    }

    @Override
    public List<Pool> pools() {
        Parts built = parts;
        return built == null ? List.of() : built.providers().exporter().pools();
    }

    @Override
    public List<ReferenceFigures> references() {
        Parts built = parts;
        return built == null ? List.of() : built.consumers().figures();
    }
}
