// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.util.Collection;

/** Of a few numbers. */
final class Statistics {
    private Statistics() {}

    /** The middle one, or the mean of the two in the middle; NaN if there is none or one is NaN. */
    static double median(Collection<Double> numbers) {
        double[] sorted = sorted(numbers);
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        // NaN sorts last.
        if (Double.isNaN(sorted[sorted.length - 1])) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double min(Collection<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    static double max(Collection<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    static double geometricMean(Collection<Double> numbers) {
        return Math.exp(numbers.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
    }

    private static double[] sorted(Collection<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
