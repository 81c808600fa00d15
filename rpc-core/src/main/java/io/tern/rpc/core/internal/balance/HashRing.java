// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tern.rpc.spi.EndpointInvoker;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Providers on a circle of 2³² points, each with many; a call belongs to the first point at or after its own. Immutable.
 * Memory is one word for each point.
 *
 * <p>Points are those of Dubbo, bit for bit, so that consumers of both kinds send a call to the same provider. Only late
 * releases of 2.7 differ: they pass over a provider that has had half as many calls again as the others.
 */
final class HashRing {
    /** Each of an MD5 digest's four words is a point. */
    static final int POINTS_OF_DIGEST = 4;

    private static final int OWNER_BITS = 31;

    private final List<EndpointInvoker> candidates;
    private final int[] arguments;
    /** Sorted; in each the point, and below it in {@link #OWNER_BITS} bits which of the candidates it belongs to. */
    private final long[] points;

    /**
     * Places the candidates.
     *
     * @param arguments the arguments that count, in the order in which they do; numbers that a call does not have are ignored
     * @param nodes points of each candidate, rounded down to a multiple of {@link #POINTS_OF_DIGEST}, which is the least
     */
    HashRing(List<EndpointInvoker> candidates, int[] arguments, int nodes) {
        this.candidates = candidates;
        this.arguments = arguments.clone();
        int digests = nodes / POINTS_OF_DIGEST;
        long[] placed = new long[candidates.size() * digests * POINTS_OF_DIGEST];
        int at = 0;
        for (int owner = 0; owner < candidates.size(); owner++) {
            String address = candidates.get(owner).endpoint().address();
            for (int i = 0; i < digests; i++) {
                byte[] digest = digest(address + i);
                for (int word = 0; word < POINTS_OF_DIGEST; word++) {
                    placed[at++] = point(digest, word) << OWNER_BITS | owner;
                }
            }
        }
        Arrays.sort(placed);
        this.points = lastOfEach(placed);
    }

    /** Of candidates that share a point the last one has it. */
    private static long[] lastOfEach(long[] sorted) {
        int kept = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i + 1 == sorted.length || sorted[i] >> OWNER_BITS != sorted[i + 1] >> OWNER_BITS) {
                sorted[kept++] = sorted[i];
            }
        }
        return kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept);
    }

    List<EndpointInvoker> candidates() {
        return candidates;
    }

    /** Passes over providers without a weight, as if they had gone, as long as one has any. */
    EndpointInvoker select(@Nullable Object[] values) {
        int first = first(values);
        EndpointInvoker owner = owner(first);
        // Whoever finds nobody must not have looked at every point.
        if (owner.weight() > 0 || candidates.stream().noneMatch(candidate -> candidate.weight() > 0)) {
            return owner;
        }
        EndpointInvoker next = next(first, candidate -> candidate.weight() > 0);
        return next == null ? owner : next;
    }

    /**
     * Whom a ring of these providers only would choose, as far as they are in this one; null if none of them is.
     */
    @Nullable
    EndpointInvoker select(@Nullable Object[] values, Set<EndpointInvoker> among) {
        if (candidates.stream().noneMatch(among::contains)) {
            return null;
        }
        int first = first(values);
        EndpointInvoker weighty = candidates.stream().anyMatch(each -> among.contains(each) && each.weight() > 0)
                ? next(first, each -> among.contains(each) && each.weight() > 0)
                : null;
        return weighty == null ? next(first, among::contains) : weighty;
    }

    private int first(@Nullable Object[] values) {
        int found = Arrays.binarySearch(points, point(digest(key(values)), 0) << OWNER_BITS);
        return found >= 0 ? found : -found - 1;
    }

    private @Nullable EndpointInvoker next(int first, Predicate<EndpointInvoker> fits) {
        for (int i = 0; i < points.length; i++) {
            EndpointInvoker owner = owner(first + i);
            if (fits.test(owner)) {
                return owner;
            }
        }
        return null;
    }

    private EndpointInvoker owner(int place) {
        return candidates.get((int) points[place % points.length] & Integer.MAX_VALUE);
    }

    /** The arguments' own texts, as in Dubbo; they are objects of the caller, who chose to have them hashed. */
    private String key(@Nullable Object[] values) {
        StringBuilder key = new StringBuilder();
        for (int argument : arguments) {
            if (argument >= 0 && argument < values.length) {
                key.append(values[argument]);
            }
        }
        return key.toString();
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "Load balancer consistenthash needs MD5, which this Java does not have; choose another one", e);
        }
    }

    /** One word of the digest, its first byte the lowest. */
    private static long point(byte[] digest, int word) {
        int at = word * Integer.BYTES;
        return (digest[at + 3] & 0xffL) << 24
                | (digest[at + 2] & 0xffL) << 16
                | (digest[at + 1] & 0xffL) << 8
                | (digest[at] & 0xffL);
    }
}
