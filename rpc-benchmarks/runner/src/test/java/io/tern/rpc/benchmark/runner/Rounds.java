// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import io.tern.rpc.benchmark.drive.Cell;

/** Results that were not measured. */
final class Rounds {
    private final Results results = new Results();

    Rounds add(String cell, String contender, double... callsPerSecond) {
        for (double rate : callsPerSecond) {
            Measurement.Side side = new Measurement.Side(5, 1000, 0.1, 0.2);
            results.add(Cell.parse(cell), contender, new Measurement(rate, 10, 20, 30, side, side));
        }
        return this;
    }

    Results results() {
        return results;
    }
}
