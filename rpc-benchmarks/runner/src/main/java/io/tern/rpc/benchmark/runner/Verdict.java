// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

/**
 * A figure beside its threshold.
 *
 * @param against the peer, or the unit of an absolute figure
 * @param share how much of the threshold is reached: 1 is just enough
 */
record Verdict(String cell, String contender, String against, double figure, double threshold, double share) {
    static Verdict atLeast(String cell, String contender, String against, double figure, double threshold) {
        return new Verdict(cell, contender, against, figure, threshold, figure / threshold);
    }

    static Verdict atMost(String cell, String contender, String against, double figure, double threshold) {
        return new Verdict(cell, contender, against, figure, threshold, threshold / figure);
    }

    boolean isReached() {
        return share >= 1;
    }

    /** Below even what noise explains. */
    boolean isFailed() {
        return !(share >= Thresholds.NOISE_ALLOWANCE);
    }

    String word() {
        return isReached() ? "reached" : isFailed() ? "FAILED" : "within noise";
    }
}
