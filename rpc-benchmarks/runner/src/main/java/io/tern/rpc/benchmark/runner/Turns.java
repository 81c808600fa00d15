// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Who comes when: A B C, then C B A, so that a machine that slows down or speeds up does not favour one of them. */
final class Turns {
    private Turns() {}

    /** The order in a round, the first of which is 0. */
    static <T> List<T> ofRound(List<T> contenders, int round) {
        List<T> order = new ArrayList<>(contenders);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }
}
