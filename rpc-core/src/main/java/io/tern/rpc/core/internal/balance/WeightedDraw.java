// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import io.tern.rpc.spi.EndpointInvoker;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Draws providers at random, in proportion to their weights at this moment. Allocates nothing. */
final class WeightedDraw {
    /** Nobody. */
    static final int NONE = -1;

    private WeightedDraw() {}

    /** The index of one of the candidates; any of them if nobody has a weight. */
    static int any(List<EndpointInvoker> candidates) {
        int count = candidates.size();
        int firstWeight = candidates.get(0).weight();
        long total = firstWeight;
        boolean same = true;
        for (int i = 1; i < count; i++) {
            int weight = candidates.get(i).weight();
            total += weight;
            same &= weight == firstWeight;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return same ? random.nextInt(count) : Math.max(0, at(random.nextLong(total), candidates, NONE));
    }

    /** The index of one that is not {@code taken}; {@link #NONE} if nobody else has a weight. */
    static int other(List<EndpointInvoker> candidates, int taken) {
        long total = 0;
        for (int i = 0; i < candidates.size(); i++) {
            total += i == taken ? 0 : candidates.get(i).weight();
        }
        return total == 0 ? NONE : at(ThreadLocalRandom.current().nextLong(total), candidates, taken);
    }

    /** Weights may have become less since they were added up: then the last one that has any. */
    private static int at(long point, List<EndpointInvoker> candidates, int taken) {
        long left = point;
        int last = NONE;
        for (int i = 0; i < candidates.size(); i++) {
            int weight = i == taken ? 0 : candidates.get(i).weight();
            if (weight > 0) {
                last = i;
                left -= weight;
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }
}
