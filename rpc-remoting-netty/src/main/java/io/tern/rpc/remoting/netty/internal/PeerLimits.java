// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What peers may cost a server before they have made one call that names a service of ours. All numbers are here.
 * Thread-safe.
 *
 * <p>A connection without a byte may stay: consumers open theirs long before the first call. It counts, though.
 */
final class PeerLimits {
    /** Connections from everywhere. */
    static final int MAX_NEWCOMERS = 1_024;
    /** Connections from one address. */
    static final int MAX_NEWCOMERS_PER_ADDRESS = 64;
    /** From the first byte to the end of the first frame. */
    static final long FIRST_FRAME_NANOS = TimeUnit.SECONDS.toNanos(10);
    /**
     * A larger request than this many limits is not even skipped. Bytes buffered of a first request are limited by
     * {@code FrameDecoder.PROBE_LENGTH}: beyond, its head must name a service.
     */
    static final int MAX_SKIPPED_LIMITS = 4;
    /** Requests of one connection that may come without the right token; with the last of them it is closed. */
    static final int MAX_TOKEN_MISSES = 3;

    private final Object lock = new Object();
    private final Map<InetAddress, Integer> newcomers = new HashMap<>();
    private int total;

    /** A connection is accepted; false if it must be refused. */
    boolean enter(InetAddress address) {
        synchronized (lock) {
            int known = newcomers.getOrDefault(address, 0);
            if (total >= MAX_NEWCOMERS || known >= MAX_NEWCOMERS_PER_ADDRESS) {
                return false;
            }
            newcomers.put(address, known + 1);
            total++;
            return true;
        }
    }

    /** It is no newcomer any more, or is closed. Once per entered connection. */
    void leave(InetAddress address) {
        synchronized (lock) {
            total--;
            newcomers.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
