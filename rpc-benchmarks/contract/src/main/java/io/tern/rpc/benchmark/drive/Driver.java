// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs cells on one client. Each cell's inputs and threads are made once and kept. */
public final class Driver {
    private final Client client;
    private final Map<Cell, Load> loads = new HashMap<>();

    public Driver(Client client) {
        this.client = client;
    }

    /** Runs a cell for a time and returns figures by name. */
    public Map<String, Object> run(Cell cell, long millis) {
        Load load = loads.computeIfAbsent(cell, this::load);
        Latencies latencies = new Latencies();
        Counters before = Counters.now();
        long start = System.nanoTime();
        long calls = load.run(TimeUnit.MILLISECONDS.toNanos(millis), latencies);
        long nanos = System.nanoTime() - start;
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("calls", calls);
        reply.put("nanos", nanos);
        Counters.now().putSince(before, reply);
        if (cell.mode() != Mode.ONEWAY) {
            latencies.putInto(reply);
        }
        return reply;
    }

    private Load load(Cell cell) {
        return switch (cell.mode()) {
            case SYNC -> new SyncLoad(client, cell);
            case ASYNC, OPEN -> new AsyncLoad(client, cell);
            case ONEWAY -> new OneWayLoad(client, cell);
        };
    }
}
