// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import io.tern.rpc.benchmark.drive.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** All measurements, by cell and contender. */
final class Results {
    private final Map<String, Map<String, List<Measurement>>> byCell = new LinkedHashMap<>();

    void add(Cell cell, String contender, Measurement measurement) {
        byCell.computeIfAbsent(cell.name(), key -> new LinkedHashMap<>())
                .computeIfAbsent(contender, key -> new ArrayList<>())
                .add(measurement);
    }

    Set<String> cells() {
        return byCell.keySet();
    }

    /** The contenders that have this cell. */
    Set<String> contenders(String cell) {
        return byCell.getOrDefault(cell, Map.of()).keySet();
    }

    List<Measurement> measurements(String cell, String contender) {
        return byCell.getOrDefault(cell, Map.of()).getOrDefault(contender, List.of());
    }

    /** A figure in each round. */
    List<Double> each(String cell, String contender, ToDoubleFunction<Measurement> figure) {
        return measurements(cell, contender).stream().map(figure::applyAsDouble).toList();
    }

    /** The median of a figure over the rounds; NaN if it was not measured. */
    double median(String cell, String contender, ToDoubleFunction<Measurement> figure) {
        return Statistics.median(each(cell, contender, figure));
    }

    /** Median calls a second of one contender divided by those of another; NaN if one was not measured. */
    double ratio(String cell, String contender, String base) {
        return median(cell, contender, Measurement::callsPerSecond) / median(cell, base, Measurement::callsPerSecond);
    }
}
