// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came out.
 *
 * @param files how many files of XML and properties were read
 * @param elements how many elements of the namespace they have
 * @param blocks the findings, in the order of the files
 * @param modules what the POM needs, each with the reason
 */
record Report(int files, long elements, List<Block> blocks, Map<TernModule, String> modules) {
    Report {
        blocks = List.copyOf(blocks);
        modules = new TreeMap<>(modules);
    }

    /** How many findings have the verdict. */
    long count(Verdict verdict) {
        return blocks.stream()
                .flatMap(block -> block.findings().stream())
                .filter(finding -> finding.verdict() == verdict)
                .count();
    }

    /** Whether somebody has to do something. */
    boolean needsWork() {
        return blocks.stream()
                .flatMap(block -> block.findings().stream())
                .anyMatch(finding -> finding.verdict().needsWork());
    }
}
