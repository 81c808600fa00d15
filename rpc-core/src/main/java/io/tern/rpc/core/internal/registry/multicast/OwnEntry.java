// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import io.tern.rpc.spi.registry.DubboUrl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that this process registered; for the loop's thread alone. */
final class OwnEntry {
    private final DubboUrl url;
    private final List<CompletableFuture<@Nullable Void>> waiting = new ArrayList<>();
    private long toldNanos;
    private boolean unheard = true;

    OwnEntry(DubboUrl url) {
        this.url = url;
    }

    /**
     * The entry in the form in which it is said: Dubbo cuts longer ones, so that of a large interface the names of the methods,
     * which are not needed for a call, become {@code *}.
     *
     * @throws IllegalArgumentException if it is too long even so
     */
    static DubboUrl sayable(DubboUrl entry) {
        if (fits(entry)) {
            return entry;
        }
        Map<String, String> parameters = new LinkedHashMap<>(entry.parameters());
        parameters.put("methods", "*");
        DubboUrl shorter = entry.parameters(parameters);
        if (!fits(shorter)) {
            throw new IllegalArgumentException("The entry of " + entry.interfaceName() + " has more than "
                    + MulticastMessage.DUBBO_READS_BYTES
                    + " bytes, which is all that peers read of a datagram: give the service fewer parameters");
        }
        return shorter;
    }

    private static boolean fits(DubboUrl entry) {
        String longest = new MulticastMessage(MulticastMessage.Word.UNREGISTER, entry).text() + "\n";
        return longest.getBytes(StandardCharsets.UTF_8).length <= MulticastMessage.DUBBO_READS_BYTES;
    }

    DubboUrl url() {
        return url;
    }

    /** Tells somebody when the group was told. */
    void tell(CompletableFuture<@Nullable Void> told) {
        waiting.add(told);
    }

    /** Tells who waits that this will not be. */
    void close() {
        waiting.forEach(told -> told.completeExceptionally(new IllegalStateException("The registry is closed")));
    }

    /** Notes that the group was told. */
    void told(long nowNanos) {
        toldNanos = nowNanos;
        unheard = false;
        waiting.forEach(told -> told.complete(null));
        waiting.clear();
    }

    /** Notes that somebody may not know it, or was told the contrary. */
    void doubt() {
        unheard = true;
    }

    /** Whether it is time to tell it again. */
    boolean isDue(long periodNanos, long nowNanos) {
        return unheard || nowNanos - toldNanos >= periodNanos;
    }
}
