// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import io.tern.rpc.benchmark.process.JsonLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All measurements and verdicts as JSON, one a line. */
final class JsonReport {
    private JsonReport() {}

    static String of(Map<String, String> facts, Results results, List<Table> tables, List<Verdict> verdicts) {
        List<String> measurements = new ArrayList<>();
        for (String cell : results.cells()) {
            for (String contender : results.contenders(cell)) {
                int round = 1;
                for (Measurement measurement : results.measurements(cell, contender)) {
                    measurements.add(JsonLine.write(members(cell, contender, round++, measurement)));
                }
            }
        }
        List<String> judged = verdicts.stream()
                .map(verdict -> JsonLine.write(members(verdict)))
                .toList();
        List<String> rows =
                tables.stream().flatMap(table -> table.json().stream()).toList();
        return "{\"run\":" + JsonLine.write(facts) + ",\n\"measurements\":" + array(measurements) + ",\n\"tables\":"
                + array(rows) + ",\n\"verdicts\":" + array(judged) + "}\n";
    }

    private static String array(List<String> objects) {
        return objects.isEmpty() ? "[]" : "[\n" + String.join(",\n", objects) + "\n]";
    }

    private static Map<String, Object> members(String cell, String contender, int round, Measurement measurement) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("cell", cell);
        members.put("contender", contender);
        members.put("round", round);
        put(members, "callsPerSecond", measurement.callsPerSecond());
        put(members, "p50Micros", measurement.p50Micros());
        put(members, "p99Micros", measurement.p99Micros());
        put(members, "p999Micros", measurement.p999Micros());
        put(members, "consumer", measurement.consumer());
        put(members, "provider", measurement.provider());
        return members;
    }

    private static void put(Map<String, Object> members, String side, Measurement.Side figures) {
        put(members, side + "CpuMicros", figures.cpuMicros());
        put(members, side + "AllocatedBytes", figures.allocatedBytes());
        put(members, side + "Switches", figures.switches());
        put(members, side + "Writes", figures.writes());
    }

    private static Map<String, Object> members(Verdict verdict) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("cell", verdict.cell());
        members.put("contender", verdict.contender());
        members.put("against", verdict.against());
        put(members, "figure", verdict.figure());
        put(members, "threshold", verdict.threshold());
        members.put("verdict", verdict.word());
        return members;
    }

    /** JSON has no NaN: what was not measured is left out. */
    private static void put(Map<String, Object> members, String key, double value) {
        if (!Double.isNaN(value)) {
            members.put(key, Math.round(value * 1000) / 1000.0);
        }
    }
}
