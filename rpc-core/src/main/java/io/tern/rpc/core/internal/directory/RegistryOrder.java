// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of several registries a call goes to first: a preferred one, else one of the call's zone, else one by chance, in
 * proportion to their weights; always one with an available provider.
 */
public final class RegistryOrder {
    /** The attachment with which a call names its zone. */
    static final String ZONE = "registry_zone";

    private static final int DEFAULT_WEIGHT = 100;

    private RegistryOrder() {}

    /** What a registry offers to a call. */
    public interface Offer {
        /** Zone, weight and preference. */
        RegistrySettings registry();

        /** Whether one of its providers is available. */
        boolean isAvailable();
    }

    /**
     * The first one; null if none is available.
     *
     * @param zone the zone of calls that name none; null if they have none
     */
    public static <T extends Offer> @Nullable T first(List<T> offers, Invocation call, @Nullable String zone) {
        T chosen = find(offers, offer -> offer.registry().preferred() && offer.isAvailable());
        if (chosen != null) {
            return chosen;
        }
        String wanted = call.attachment(ZONE) instanceof String named ? named : zone;
        chosen = wanted == null
                ? null
                : find(offers, offer -> wanted.equals(offer.registry().zone()) && offer.isAvailable());
        return chosen == null ? byWeight(offers) : chosen;
    }

    /** Whether one of them is available. */
    public static boolean anyAvailable(List<EndpointInvoker> providers) {
        for (EndpointInvoker provider : providers) {
            if (provider.isAvailable()) {
                return true;
            }
        }
        return false;
    }

    /** Why there is nobody in any of these; continues "the service". */
    public static String absence(List<? extends Directory> directories) {
        return directories.stream().map(Directory::absence).collect(Collectors.joining("; and it "));
    }

    static <T> @Nullable T find(List<T> offers, Predicate<T> wanted) {
        for (T offer : offers) {
            if (wanted.test(offer)) {
                return offer;
            }
        }
        return null;
    }

    /** One pass, in which each available one replaces the choice so far with its share; null if none is available. */
    private static <T extends Offer> @Nullable T byWeight(List<T> offers) {
        T chosen = null;
        long sum = 0;
        for (T offer : offers) {
            if (offer.isAvailable()) {
                int weight = weight(offer.registry());
                sum += weight;
                // Weight 0 gets calls only if no other registry is available.
                if (chosen == null || (sum > 0 && ThreadLocalRandom.current().nextLong(sum) < weight)) {
                    chosen = offer;
                }
            }
        }
        return chosen;
    }

    private static int weight(RegistrySettings registry) {
        Integer weight = registry.weight();
        return weight == null ? DEFAULT_WEIGHT : weight;
    }
}
