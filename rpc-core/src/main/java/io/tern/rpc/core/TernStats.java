// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.spi.RpcObserver.Event;
import java.util.Map;

/**
 * Figures of one instance, read when asked for.
 *
 * @param callsInFlight calls sent and not answered
 * @param requestsRunning requests being served
 * @param openConnections connections open, of both sides
 * @param events how often each event has happened since the start; every event has an entry
 */
public record TernStats(int callsInFlight, int requestsRunning, long openConnections, Map<Event, Long> events) {
    public TernStats {
        events = Map.copyOf(events);
    }

    /** How often one event has happened since the start. */
    public long count(Event event) {
        return events.getOrDefault(event, 0L);
    }
}
