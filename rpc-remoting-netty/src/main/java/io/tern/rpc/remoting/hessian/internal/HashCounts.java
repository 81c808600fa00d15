// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

/** How many keys of each hash there are: exactly, as keys of other hashes are not compared. */
final class HashCounts {
    private static final int FIRST_PLACES = 16;

    // The peer chooses the hashes, so it must not know where they are kept.
    private final int factor = System.identityHashCode(this) << 1 | 1;
    private int[] hashes = new int[FIRST_PLACES];
    private int[] counts = new int[FIRST_PLACES];
    private int different;

    /** Counts a key; returns how many of its hash were there before. */
    int count(int hash) {
        int place = place(hash);
        int before = counts[place]++;
        if (before == 0) {
            hashes[place] = hash;
            if (++different * 2 > hashes.length) {
                grow();
            }
        }
        return before;
    }

    private int place(int hash) {
        int mask = hashes.length - 1;
        int place = (hash * factor) >>> Integer.numberOfLeadingZeros(mask);
        while (counts[place] != 0 && hashes[place] != hash) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        int[] oldHashes = hashes;
        int[] oldCounts = counts;
        hashes = new int[oldHashes.length * 2];
        counts = new int[oldHashes.length * 2];
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldCounts[i] != 0) {
                int place = place(oldHashes[i]);
                hashes[place] = oldHashes[i];
                counts[place] = oldCounts[i];
            }
        }
    }
}
