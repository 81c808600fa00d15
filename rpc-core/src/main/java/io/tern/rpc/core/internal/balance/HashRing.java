// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.balance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tern.rpc.spi.EndpointInvoker;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Providers on a circle of 2³² points, each with many; a call belongs to the first point at or after its own. Immutable.
 *
 * <p>Points are those of Dubbo, bit for bit, so that consumers of both kinds send a call to the same provider. Only late
 * releases of 2.7 differ: they pass over a provider that has had half as many calls again as the others.
 */
final class HashRing {
    /** Each of an MD5 digest's four words is a point. */
    static final int POINTS_OF_DIGEST = 4;

    private final List<EndpointInvoker> candidates;
    private final int[] arguments;
    private final long[] points;
    private final EndpointInvoker[] owners;

    /**
     * Places the candidates.
     *
     * @param arguments the arguments that count, in the order in which they do; numbers that a call does not have are ignored
     * @param nodes points of each candidate, rounded down to a multiple of {@link #POINTS_OF_DIGEST}, which is the least
     */
    HashRing(List<EndpointInvoker> candidates, int[] arguments, int nodes) {
        this.candidates = candidates;
        this.arguments = arguments.clone();
        TreeMap<Long, EndpointInvoker> ring = new TreeMap<>();
        for (EndpointInvoker candidate : candidates) {
            for (int i = 0; i < nodes / POINTS_OF_DIGEST; i++) {
                byte[] digest = digest(candidate.endpoint().address() + i);
                for (int word = 0; word < POINTS_OF_DIGEST; word++) {
                    ring.put(point(digest, word), candidate);
                }
            }
        }
        this.points = ring.keySet().stream().mapToLong(Long::longValue).toArray();
        this.owners = ring.values().toArray(EndpointInvoker[]::new);
    }

    List<EndpointInvoker> candidates() {
        return candidates;
    }

    /** Passes over providers without a weight, as if they had gone, as long as one has any. */
    EndpointInvoker select(@Nullable Object[] values) {
        int found = Arrays.binarySearch(points, point(digest(key(values)), 0));
        int first = found >= 0 ? found : -found - 1;
        for (int i = 0; i < points.length; i++) {
            EndpointInvoker owner = owners[(first + i) % points.length];
            if (owner.weight() > 0) {
                return owner;
            }
        }
        return owners[first % points.length];
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
