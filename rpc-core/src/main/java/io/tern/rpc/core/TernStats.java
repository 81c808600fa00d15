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
 * @param callbackObjects callback arguments that providers of this instance's references may call
 * @param callbackProxies callback arguments of consumers that this instance's services may call
 * @param events how often each event has happened since the start; every event has an entry
 */
public record TernStats(
        int callsInFlight,
        int requestsRunning,
        long openConnections,
        int callbackObjects,
        int callbackProxies,
        Map<Event, Long> events) {
    public TernStats {
        events = Map.copyOf(events);
    }

    /** How often one event has happened since the start. */
    public long count(Event event) {
        return events.getOrDefault(event, 0L);
    }
}
